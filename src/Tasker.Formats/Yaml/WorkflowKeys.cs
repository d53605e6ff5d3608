using System.Collections.Immutable;
using Tasker.Formats.Text;
using static Tasker.Formats.Yaml.StepKind;

namespace Tasker.Formats.Yaml;

/// <summary>
/// Every key of a workflow file. The published schema (<c>contracts/formats/workflow.schema.json</c>) and the guide
/// (<c>docs/guide/yaml.md</c>) name the same ones; tests hold all three together.
/// </summary>
internal static class WorkflowKeys
{
    private static readonly ImmutableDictionary<string, string> FromOtherTools = YamlKeys.Words(
        ("script", "run"), ("command", "run"), ("cmd", "run"), ("cmds", "run"), ("exec", "run"), ("shell", "run"),
        ("depends_on", "needs"), ("depends-on", "needs"), ("dependsOn", "needs"), ("depends", "needs"), ("dependencies", "needs"),
        ("after", "needs"), ("when", "if"), ("condition", "if"), ("only", "if"),
        ("continue-on-error", "on-failure"), ("allow_failure", "on-failure"),
        ("timeout-minutes", "timeout"), ("environment", "env"), ("variables", "env"), ("vars", "env"), ("cwd", "working-directory"),
        ("dir", "working-directory"), ("workdir", "working-directory"), ("retries", "retry"), ("attempts", "retry"),
        ("matrix", "foreach"), ("strategy", "foreach"), ("for-each", "foreach"), ("loop", "foreach"), ("with_items", "foreach"),
        ("parallel", "order"), ("sequence", "order"), ("jobs", "steps"), ("tasks", "steps"), ("artifacts", "outputs"),
        ("output", "outputs"), ("approval", "approve"), ("sleep", "wait"), ("assert", "check"), ("workflow", "uses"), ("include", "uses"));

    public static readonly YamlKeys Workflow = YamlKeys.Of(
        "a workflow",
        "name", "description", "inputs", "env", "pools", "max-parallel", "timeout", "defaults", "order", "fail-fast", "steps") with
    {
        Elsewhere = YamlKeys.Words(
            ("jobs", "steps"), ("tasks", "steps"), ("stages", "steps"), ("workflow", "steps"), ("nodes", "steps"),
            ("environment", "env"), ("variables", "env"), ("vars", "env"), ("params", "inputs"), ("parameters", "inputs"),
            ("concurrency", "max-parallel"), ("title", "name"), ("id", "name"), ("failFast", "fail-fast")),
    };

    public static readonly YamlKeys Input = YamlKeys.Of("an input", "type", "required", "default", "choices", "description");

    public static readonly YamlKeys Defaults = YamlKeys.Of("'defaults'", "retry", "timeout", "working-directory", "pass-env");

    public static readonly YamlKeys Step = YamlKeys.Of(
        "a step",
        "run", "agent", "check", "wait", "approve", "uses", "steps",
        "title", "needs", "if", "always", "on-failure", "priority", "checkpoint", "retry", "timeout",
        "env", "pass-env", "working-directory", "pools", "outputs", "background", "monitors", "chunks",
        "prompt", "skills", "model", "schema", "message", "with",
        "foreach", "as", "order", "max-parallel", "fail-fast") with
    {
        Elsewhere = FromOtherTools.SetItems(YamlKeys.Words(("name", "title"), ("id", "title"))),
    };

    /// <summary>In a list a step names itself.</summary>
    public static readonly YamlKeys ListedStep = YamlKeys.Of("a step", ["id", .. Step.Names]) with
    {
        Elsewhere = FromOtherTools.SetItems(YamlKeys.Words(("name", "id"))),
    };

    public static readonly YamlKeys Retry = YamlKeys.Of("'retry'", "attempts", "delay", "max-delay", "factor", "jitter", "on-exit");

    public static readonly YamlKeys Background = YamlKeys.Of("'background'", "ready", "within", "at-end");

    public static readonly YamlKeys Monitor = YamlKeys.Of("a monitor", "run", "every", "timeout", "alert-on", "alert-on-exit");

    public static readonly YamlKeys Output = YamlKeys.Of("an output", "file", "stdout", "reported");

    public static readonly YamlKeys Chunks = YamlKeys.Of("'chunks'", "sizes", "checkpoint-every", "check", "fix", "retry");

    /// <summary>All tables, by the name that their map has in the schema.</summary>
    public static readonly ImmutableArray<(string Name, YamlKeys Keys)> All =
    [
        ("workflow", Workflow), ("input", Input), ("defaults", Defaults), ("step", Step), ("listedStep", ListedStep), ("retry", Retry),
        ("background", Background), ("monitor", Monitor), ("output", Output), ("chunks", Chunks),
    ];

    /// <summary>The keys that say what a step does, each with its kind.</summary>
    public static readonly ImmutableArray<(string Key, StepKind Kind)> Actions =
    [
        ("run", Run), ("agent", Agent), ("check", Check), ("wait", Wait), ("approve", Approve), ("uses", Registered), ("steps", Group),
    ];

    /// <summary>The keys that only some kinds of step have; every other key fits all of them.</summary>
    public static readonly ImmutableDictionary<string, ImmutableArray<StepKind>> OnlyFor = new Dictionary<string, ImmutableArray<StepKind>>
    {
        ["retry"] = [Run, Agent, Registered, Used, Group],
        ["timeout"] = [Run, Agent, Approve, Registered, Used, Group],
        ["env"] = [Run, Agent],
        ["pass-env"] = [Run],
        ["working-directory"] = [Run],
        ["pools"] = [Run, Agent, Registered],
        ["outputs"] = [Run, Agent, Registered],
        ["background"] = [Run, Agent],
        ["monitors"] = [Run, Agent],
        ["chunks"] = [Run, Agent],
        ["prompt"] = [Agent],
        ["skills"] = [Agent],
        ["model"] = [Agent],
        ["schema"] = [Agent],
        ["message"] = [Check],
        ["with"] = [Registered, Used],
        ["order"] = [Group],
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>What a kind of step is called in messages.</summary>
    public static string Word(StepKind kind) => kind switch
    {
        Run => "a 'run' step",
        Agent => "an 'agent' step",
        Check => "a 'check' step",
        Wait => "a 'wait' step",
        Approve => "an 'approve' step",
        Registered => "a step that 'uses' a type",
        Used => "a step that 'uses' a file",
        _ => "a group ('steps')",
    };
}
