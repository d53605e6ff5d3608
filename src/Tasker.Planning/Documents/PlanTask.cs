using System.Text.Json.Nodes;
using Tasker.Core.Values.Indexes;

namespace Tasker.Planning.Documents;

/// <summary>A task as the state keeps it: <c>tasks.&lt;id&gt;</c> of <c>state.json</c>.</summary>
public sealed class PlanTask : JsonView
{
    /// <summary>Field with the run that does the last attempt, and how far that is.</summary>
    public const string ExecutionField = "execution";

    /// <summary>Field with what came of checking the criteria of the last attempt.</summary>
    public const string EvidenceField = "evidence";

    private PlanTaskStatus? _status;
    private int? _phase;
    private List<string>? _dependsOn;

    /// <param name="id">Its id: the key in the state.</param>
    /// <param name="node">Its object.</param>
    public PlanTask(string id, JsonObject node)
        : base(node) => Id = id;

    /// <summary>A task of a state that was read.</summary>
    internal PlanTask(JsonPart part)
        : base(part) => Id = part.Name;

    /// <summary>Its id: the key in the state.</summary>
    public string Id { get; }

    /// <summary>Its name; its id when it has none.</summary>
    public string Name => Text("name") ?? Id;

    /// <summary>How it is.</summary>
    public PlanTaskStatus Status
    {
        get => _status ??= Known ?? PlanTaskStatus.Pending;
        set
        {
            _status = value;
            Set("status", value.Word());
        }
    }

    /// <summary>The status that its word says; null when the word is none.</summary>
    internal PlanTaskStatus? Known => Look["status"] is var word && (word.IsNothing || word.Text is not null) ? _status ??= PlanTaskWords.Status(word.Text) : null;

    /// <summary>The phase of the plan that it belongs to; 0 when none was given.</summary>
    public int Phase
    {
        get => _phase ??= (int)Math.Clamp(Whole("phase") ?? 0, 0, int.MaxValue);
        set
        {
            _phase = value;
            Set("phase", value);
        }
    }

    /// <summary>Ids of the tasks that it needs, as given; some may not exist.</summary>
    public IReadOnlyList<string> DependsOn => _dependsOn ??= Texts("depends_on");

    /// <summary>How often it was started.</summary>
    public int Attempts => (int)Math.Clamp(Whole("attempts") ?? 0, 0, int.MaxValue);

    /// <summary>Files that its last attempt made.</summary>
    public List<string> FilesCreated => Texts("files_created");

    /// <summary>Files that its last attempt changed.</summary>
    public List<string> FilesModified => Texts("files_modified");

    /// <summary>Why it failed or is blocked; null when it is neither.</summary>
    public string? Error => Text("error");

    /// <summary>How its last attempt failed; null when it did not.</summary>
    public JsonObject? Failure => Object("failure");

    /// <summary>What a verifier found; null when none looked.</summary>
    public JsonObject? Verification => Object("verification");

    /// <summary>The run that does the last attempt; null when nobody said so.</summary>
    public string? Run => Look[ExecutionField]["run"].Text;

    /// <summary>How the run has settled the last attempt: <c>complete</c> or <c>failed</c>; null: not yet.</summary>
    public string? Settled => Look[ExecutionField]["settled"].Text;

    /// <summary>True when the run has done with the last attempt, its commit included.</summary>
    public bool IsCommitted => Look[ExecutionField]["committed"].IsTrue;

    /// <summary>True when a verifier found that what needs this task must not start.</summary>
    public bool IsRefused =>
        string.Equals(Look["verification"]["recommendation"].Text, "BLOCK", StringComparison.OrdinalIgnoreCase);

    /// <summary>True unless its failure says that trying again is no use.</summary>
    public bool IsRetryable => !Look["failure"]["retryable"].IsFalse;

    /// <summary>True for tasks of the steel thread.</summary>
    public bool IsSteelThread => Flag("steel_thread");

    /// <summary>Keeps the ids of the tasks that it needs: they are known to be these, and need not be read again.</summary>
    internal void Know(List<string> ids) => _dependsOn = ids;

    /// <summary>Replaces the ids of the tasks that it needs.</summary>
    public void SetDependsOn(IEnumerable<string> ids)
    {
        _dependsOn = [.. ids];
        Set("depends_on", _dependsOn);
    }
}
