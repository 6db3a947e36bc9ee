/** A deployment as rows of a log name it; texts are empty where they do not. */
export interface LoggedDeployment {
  readonly modelId: string;
  readonly apiBase: string;
  readonly model: string;
}
