namespace Tasker.Planning.SpecReview;

/// <summary>The questions of the checklist, and the words that show that a group of them applies.</summary>
internal static class ChecklistQuestions
{
    /// <summary>The groups.</summary>
    public static readonly IReadOnlyList<ChecklistGroup> Groups =
    [
        new("C1", "Structure", []),
        new("C2", "Data", ["create table", "database", "databases", "table", "tables", "entity", "entities", "schema", "foreign key", "data model"]),
        new("C3", "Interfaces", ["http", "https", "rest", "endpoint", "endpoints", "api", "apis", "get /", "post /", "put /", "patch /", "delete /", "graphql", "grpc", "webhook*"]),
        new("C4", "Behaviour", []),
        new("C5", "Errors", []),
        new("C6", "Configuration", ["environment variable*", "configur*", "settings", "config"]),
        new("C7", "Security", ["login", "log in", "sign in", "user account*", "password*", "authenticat*", "authoriz*", "authoris*", "jwt", "permission*", "role", "roles", "api key*", "token", "tokens", "pii", "personal data"]),
        new("C8", "Observability", ["server", "service", "daemon", "worker", "deploy*", "production", "metrics", "monitoring", "http"]),
        new("C9", "Performance", ["server", "service", "api", "latency", "throughput", "response time", "performance", "requests per second"]),
        new("C10", "Dependencies", ["depends on", "dependency", "dependencies", "third-party", "third party", "external service*", "external system*", "integrat*"]),
        new("C11", "Lifecycle", ["server", "service", "daemon", "worker", "startup", "shutdown", "background process*"]),
    ];

    /// <summary>All questions, in order.</summary>
    public static readonly IReadOnlyList<ChecklistItem> All =
    [
        new("C1.1", "Is the purpose stated?", false, ["purpose", "problem", "objective*", "goal", "goals", "overview", "introduction"], []),
        new("C1.2", "Are the functional requirements listed?", false, [], []),
        new("C1.3", "Are the non-functional requirements listed?", false, ["performance", "security", "scalab*", "reliab*", "availability"], []),
        new("C1.4", "Is the scope bounded?", false, ["scope", "out of scope", "non-goal*", "non-goals", "not included", "boundar*", "limitation*"], []),
        new("C2.1", "Are the entities defined?", true, ["create table", "entity", "entities", "data model", "table:", "model:"], ["table", "tables", "schema"]),
        new("C2.2", "Do the fields have types?", true, ["create table", "varchar", "integer", "string", "text", "boolean", "bool", "int", "float", "decimal", "timestamp", "uuid", "date"], []),
        new("C2.3", "Is it clear what is required and what is optional?", false, ["not null", "nullable", "optional", "required", "mandatory"], []),
        new("C2.4", "Are the constraints on data stated?", true, ["unique", "foreign key", "primary key", "constraint*", "check constraint*", "check (", "at most", "at least", "must be between"], []),
        new("C2.5", "Are look-ups and indexes stated?", false, ["index", "indexes", "indices", "lookup*", "look-up*"], []),
        new("C2.6", "Are defaults stated?", false, ["default", "defaults"], []),
        new("C3.1", "Are the endpoints listed with their methods?", true, ["get /", "post /", "put /", "patch /", "delete /"], ["endpoint", "endpoints"]),
        new("C3.2", "Is the form of requests stated?", true, ["request body", "request schema", "request param*", "query param*", "path param*", "payload"], ["request", "requests", "endpoint", "endpoints", "get /", "post /"]),
        new("C3.3", "Is the form of responses stated?", true, ["response body", "response schema", "responds with", "returns", "response:"], ["response", "responses", "endpoint", "endpoints", "get /", "post /"]),
        new("C3.4", "Are the answers to errors stated?", false, ["error response*", "4xx", "5xx", "400", "401", "403", "404", "409", "422", "500", "error code*"], []),
        new("C3.5", "Is it stated who may call what?", true, ["authentication", "authorization", "authorisation", "unauthenticated", "bearer", "api key*", "jwt", "public endpoint*", "no authentication"], ["auth", "token", "tokens"]),
        new("C4.1", "Is the behaviour observable?", true, [], []),
        new("C4.2", "Are states and transitions stated?", false, ["state", "states", "status", "transition*", "workflow*", "lifecycle"], []),
        new("C4.3", "Are the rules stated?", true, ["rule", "rules", "validation", "must be", "must not", "cannot", "can not", "allowed", "prohibited", "only if", "refuse*", "reject*"], []),
        new("C4.4", "Are the edge cases stated?", false, ["edge case*", "empty", "null", "zero", "maximum", "minimum", "boundary", "at most", "at least", "duplicate*"], []),
        new("C5.1", "Are the conditions of errors stated?", false, ["error condition*", "error case*", "error when", "error if", "fails when", "fails if", "on failure", "if it fails", "invalid"], ["error", "errors", "fail*"]),
        new("C5.2", "Are messages or codes of errors stated?", false, ["error code*", "error message*", "exit code*", "status code*", "400", "401", "403", "404", "409", "422", "500"], ["error", "errors"]),
        new("C5.3", "Is it stated what is tried again?", false, ["retry", "retries", "retried", "tried again", "not retried", "back-off", "backoff"], []),
        new("C6.1", "Are the settings listed?", false, ["environment variable*", "configuration option*", "settings", "config file*", "configuration file*"], ["config", "configur*"]),
        new("C6.2", "Do the settings have types?", false, ["string", "integer", "boolean", "bool", "int", "path", "duration", "number"], []),
        new("C6.3", "Do the settings have defaults?", false, ["default", "defaults"], []),
        new("C7.1", "Is it stated how users prove who they are?", true, ["login", "log in", "sign in", "password*", "authenticat*", "jwt", "oauth*", "session cookie*", "api key*", "single sign-on"], ["token", "tokens"]),
        new("C7.2", "Is it stated who may do what?", true, ["role", "roles", "permission*", "authoriz*", "authoris*", "access control", "may only", "only owners", "forbidden"], ["owner", "admin", "administrator*"]),
        new("C7.3", "Is it stated how sensitive data is kept?", false, ["encrypt*", "hash", "hashed", "hashing", "pii", "personal data", "secret", "secrets", "sensitive"], []),
        new("C8.1", "Is it stated what is logged?", false, ["log", "logs", "logged", "logging"], []),
        new("C8.2", "Is it stated what is measured?", false, ["metric", "metrics", "counter", "counters", "gauge", "histogram*"], []),
        new("C8.3", "Is it stated how health is asked?", false, ["health check*", "health endpoint*", "healthz", "liveness", "readiness", "/health"], []),
        new("C9.1", "Are times of answers stated?", false, ["latency", "response time", "sla", "slo", "p50", "p90", "p95", "p99", "millisecond*", "ms"], []),
        new("C9.2", "Are time limits stated?", false, ["timeout", "timeouts", "time limit*", "times out", "deadline*"], []),
        new("C10.1", "Are outside systems named?", false, ["depends on", "dependency", "dependencies", "third-party", "third party", "external service*", "external system*"], []),
        new("C10.2", "Are the contracts with them stated?", false, ["contract", "contracts", "protocol", "protocols", "interface with", "api of", "version of"], []),
        new("C11.1", "Is the start stated?", false, ["startup", "start-up", "on start", "starts with", "initializ*", "initialis*", "boot"], []),
        new("C11.2", "Is the end stated?", false, ["shutdown", "shut down", "on stop", "sigterm", "sigint", "graceful*"], []),
    ];
}

/// <summary>A group of questions.</summary>
/// <param name="Id">Its name in ids.</param>
/// <param name="Title">For people.</param>
/// <param name="AppliesWhen">Words any of which shows that it applies; none: it always does.</param>
internal sealed record ChecklistGroup(string Id, string Title, string[] AppliesWhen);
