/**
 * Names of settings of a LiteLLM proxy configuration (docs.litellm.ai/docs/proxy/config_settings), as
 * far as people use them. Only these are ever shown: a name that stands in a configuration and not here
 * may be a key in the wrong place. Names of one letter or two are left out, but for `id`: a piece of a secret
 * may be one.
 */
const SETTINGS = new Set(
  `
  model_list model_name litellm_params model_info model api_base base_url api_key api_version api_type
  custom_llm_provider organization rpm tpm weight order timeout stream_timeout max_retries num_retries
  max_tokens max_completion_tokens temperature top_p top_k seed stop user stream extra_headers headers
  default_headers extra_body max_parallel_requests max_budget budget_duration region_name tags
  input_cost_per_token output_cost_per_token input_cost_per_second output_cost_per_second cooldown_time
  aws_access_key_id aws_secret_access_key aws_session_token aws_region_name aws_session_name
  aws_profile_name aws_role_name aws_web_identity_token aws_bedrock_runtime_endpoint
  vertex_project vertex_location vertex_credentials vertex_ai_project vertex_ai_location
  azure_ad_token azure_username azure_password tenant_id client_id client_secret watsonx_region_name
  drop_params additional_drop_params mock_response merge_reasoning_content_in_choices use_in_pass_through
  tpm_limit rpm_limit configurable_clientside_auth_params allowed_openai_params thinking reasoning_effort
  litellm_credential_name ssl_verify ssl_certificate ssl_key ca_bundle

  id mode base_model db_model tier region location zone provider environment team_id team_public_model_name
  access_groups health_check_model health_check_timeout disable_background_health_check
  max_input_tokens max_output_tokens supports_vision supports_function_calling supports_embedding

  router_settings routing_strategy routing_strategy_args ttl lowest_latency_buffer max_latency_list_size
  ttft_percentile redis_host redis_port redis_url redis_password redis_username redis_db redis_ssl
  model_group_alias fallbacks default_fallbacks context_window_fallbacks content_policy_fallbacks
  allowed_fails allowed_fails_policy retry_policy model_group_retry_policy retry_after
  enable_pre_call_checks cache_responses cache_kwargs client_ttl polling_interval debug_level set_verbose
  disable_cooldowns enable_tag_filtering tag_filtering_match_any enable_loadbalancing_on_batch_endpoints
  default_litellm_params default_max_parallel_requests default_priority max_fallbacks alerting_config
  optional_pre_call_checks provider_budget_config caching_groups assistants_config search_tools

  litellm_settings callbacks success_callback failure_callback service_callback audit_log_callbacks
  turn_off_message_logging redact_user_api_key_info langfuse_default_tags request_timeout
  force_ipv4 json_logs default_team_settings key_generation_settings upperbound_key_generate_params
  modify_params add_function_to_prompt public_routes telemetry max_internal_user_budget
  internal_user_budget_duration default_internal_user_params default_team_params cache cache_params type
  host port url password username namespace redis_startup_nodes supported_call_types
  service_name sentinel_nodes sentinel_password similarity_threshold redis_semantic_cache_embedding_model
  qdrant_semantic_cache_embedding_model qdrant_collection_name qdrant_quantization_config
  s3_bucket_name s3_region_name s3_api_version s3_endpoint_url s3_aws_access_key_id
  s3_aws_secret_access_key s3_aws_session_token guardrails prometheus_metrics_config
  enable_json_schema_validation num_workers custom_prompt_dict tag_budget_config

  general_settings master_key database_url database_connection_pool_limit database_connection_timeout
  database_type database_args completion_model disable_spend_logs disable_error_logs
  disable_master_key_return disable_retry_on_max_parallel_request_limit_error disable_reset_budget
  disable_adding_master_key_hash_to_db enable_jwt_auth enforce_user_param allowed_routes
  admin_only_routes key_management_system key_management_settings alerting alert_types
  alert_to_webhook_url alerting_threshold alerting_args spend_report_frequency use_google_kms
  use_azure_key_vault use_client_credentials_pass_through_routes store_model_in_db
  store_prompts_in_spend_logs maximum_spend_logs_retention_period proxy_batch_write_at
  proxy_batch_polling_interval proxy_budget_rescheduler_min_time proxy_budget_rescheduler_max_time
  background_health_checks health_check_interval health_check_details custom_auth custom_key_generate
  custom_sso user_header_name ui_access_mode ui_username ui_password pass_through_endpoints
  forward_client_headers_to_llm_api max_request_size_mb max_response_size_mb global_max_parallel_requests
  infer_model_from_keys use_redis_transaction_buffer allow_requests_on_db_unavailable
  litellm_jwtauth oauth2_config_mappings allow_user_auth default_team_disabled pass_through_all_models
  control_plane_url service_account_settings image_generation_model moderation_model otel
  always_include_stream_usage

  routing_groups group_name models model_priorities redis_db max_fallbacks retry_policy stream_timeout
  deployment_affinity_ttl_seconds model_group_affinity_config enable_health_check_routing
  health_check_staleness_threshold health_check_ignore_transient_errors enable_weighted_failover plugins
  tag_routing_prefix tag_regex router_general_settings guardrail_list supported_environments
  router_config proxy_config model_alias_map

  environment_variables include guardrail_name guardrail mcp_servers mcp_aliases vector_store_registry
  credential_list credential_name credential_values credential_info finetune_settings files_settings
  budget_and_rate_limits sandbox
  `
    .trim()
    .split(/\s+/),
);

/** Whether errors and summaries may show this name. */
export function isSetting(name: string): boolean {
  return SETTINGS.has(name);
}

/** LiteLLM's routing strategies (litellm/types/router.py, RoutingStrategy), and that of 1.110.2. */
const STRATEGIES = new Set([
  'simple-shuffle',
  'least-busy',
  'usage-based-routing',
  'usage-based-routing-v2',
  'latency-based-routing',
  'cost-based-routing',
  'provider-budget-routing',
  'lar1',
]);

/** Whether a `routing_strategy` is one of LiteLLM's, and may be shown. */
export function isStrategy(name: string): boolean {
  return STRATEGIES.has(name);
}
