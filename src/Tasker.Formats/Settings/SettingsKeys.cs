using System.Collections.Immutable;
using Tasker.Formats.Text;

namespace Tasker.Formats.Settings;

/// <summary>Every key of <c>tasker.yaml</c>; <c>contracts/formats/settings.schema.json</c> names the same ones.</summary>
internal static class SettingsKeys
{
    public static readonly YamlKeys Settings = YamlKeys.Of(
        "the settings", "agents", "default-agent", "pools", "limits", "secrets", "prices", "steps", "tree", "phases");

    public static readonly YamlKeys Agent = YamlKeys.Of(
        "an agent", "command", "args", "model-args", "prompt", "env", "pass-env", "timeout", "model",
        "cache", "max-parallel", "instances", "fallback", "unavailable-on-exit", "schema") with
    {
        Elsewhere = YamlKeys.Words(
            ("arguments", "args"), ("run", "command"), ("cmd", "command"), ("program", "command"), ("time-limit", "timeout"),
            ("input", "prompt"), ("pool", "instances"), ("ttl", "cache"), ("limit", "max-parallel"), ("concurrency", "max-parallel"),
            ("on-unavailable", "fallback")),
    };

    public static readonly YamlKeys Instance = YamlKeys.Of("an instance", "command", "args", "env", "pass-env", "max-parallel");

    public static readonly YamlKeys Limits = YamlKeys.Of("'limits'", "grace", "log-limit", "keep-runs");

    public static readonly YamlKeys Price = YamlKeys.Of("a price", "input", "output", "cache-write", "cache-read");

    public static readonly YamlKeys Steps = YamlKeys.Of(
        "'steps'", "mandatory-skills", "pass-env", "main-timeout", "test-timeout", "question-timeout", "judge-criteria", "python");

    public static readonly YamlKeys Tree = YamlKeys.Of(
        "'tree'", "command", "agent", "max-agents", "workspace", "pass-env", "cpu-per-task", "memory-per-task", "enforce-memory", "phases");

    public static readonly YamlKeys TreePhase = YamlKeys.Of("a phase", "limit", "timeout");

    public static readonly YamlKeys Phases = YamlKeys.Of("'phases'", "max-concurrent", "max-agents", "max-execution-time", "judge") with
    {
        Elsewhere = YamlKeys.Words(
            ("maxConcurrent", "max-concurrent"), ("maxConcurrentPhases", "max-concurrent"), ("maxExecutionTime", "max-execution-time"),
            ("timeout", "max-execution-time")),
    };

    /// <summary>All tables, by the name that their map has in the schema.</summary>
    public static readonly ImmutableArray<(string Name, YamlKeys Keys)> All =
        [
            ("settings", Settings), ("agent", Agent), ("instance", Instance), ("limits", Limits), ("price", Price), ("steps", Steps),
            ("tree", Tree), ("tree-phase", TreePhase),
            ("phases", Phases),
        ];
}
