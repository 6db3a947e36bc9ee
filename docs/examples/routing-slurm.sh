#!/bin/sh
# The gate as a Slurm array: sbatch routing-slurm.sh, in the project. Each task computes a part; then judge them:
# sbatch --dependency=afterok:JOB --wrap 'npx latsim merge shard-*.jsonl --output gate.md'
#SBATCH --job-name=routing
#SBATCH --array=0-15
#SBATCH --cpus-per-task=4
npx latsim gate scenarios/*.yaml --replications 200 \
  --shard auto --output "shard-$SLURM_ARRAY_TASK_ID.jsonl"
