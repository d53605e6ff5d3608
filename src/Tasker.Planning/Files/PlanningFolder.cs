namespace Tasker.Planning.Files;

/// <summary>The folder of one plan, <c>.tasker/</c>, and where everything in it lies. Making one touches nothing.</summary>
/// <param name="Root">The folder; absolute.</param>
public sealed record PlanningFolder(string Root)
{
    /// <summary>The name of the folder inside the target directory.</summary>
    public const string Name = ".tasker";

    /// <summary>The folders that a plan begins with.</summary>
    public static readonly IReadOnlyList<string> Folders = ["artifacts", "inputs", "tasks", "reports", "bundles", "logs"];

    /// <summary>The folder that the planning folder lies in.</summary>
    public string Parent => Path.GetDirectoryName(Root) ?? Root;

    /// <summary>The state.</summary>
    public string State => In("state.json");

    /// <summary>The state before the last change.</summary>
    public string StateBackup => In("state.json.bak");

    /// <summary>Held while the state is changed; the same file that other programs of this format lock.</summary>
    public string StateLock => In("state.json.lock");

    /// <summary>While this file is there, nothing new starts.</summary>
    public string StopFile => In("STOP");

    /// <summary>The batch that is under way.</summary>
    public string Checkpoint => In("orchestrator-checkpoint.json");

    /// <summary>The specification, as it was given.</summary>
    public string Spec => In("inputs", "spec.md");

    /// <summary>Constraints on the implementation; need not be there.</summary>
    public string Constraints => In("inputs", "constraints.md");

    /// <summary>Maps and reviews.</summary>
    public string Artifacts => In("artifacts");

    /// <summary>The capability map.</summary>
    public string CapabilityMap => In("artifacts", "capability-map.json");

    /// <summary>The physical map.</summary>
    public string PhysicalMap => In("artifacts", "physical-map.json");

    /// <summary>The review of the specification.</summary>
    public string SpecReview => In("artifacts", "spec-review.json");

    /// <summary>What was decided about the findings of the review.</summary>
    public string SpecResolutions => In("artifacts", "spec-resolutions.json");

    /// <summary>State machines.</summary>
    public string Fsm => In("artifacts", "fsm");

    /// <summary>Task files.</summary>
    public string Tasks => In("tasks");

    /// <summary>Bundles and results.</summary>
    public string Bundles => In("bundles");

    /// <summary>Reports.</summary>
    public string Reports => In("reports");

    /// <summary>Logs.</summary>
    public string Logs => In("logs");

    /// <summary>What people and agents did, a line each.</summary>
    public string ActivityLog => In("logs", "activity.log");

    /// <summary>Older events of the state, one JSON object a line.</summary>
    public string EventLog => In("logs", "events.jsonl");

    /// <summary>Copies of files as they were when a task was started.</summary>
    public string Snapshots => In("snapshots");

    /// <summary>What a rollback removed or replaced.</summary>
    public string Rollbacks => In("rollback");

    /// <summary>
    /// The planning folder that is meant: the option, else <c>TASKER_DIR</c>, else <c>TASKER_PLANNING_DIR</c>, else that of the nearest
    /// folder upwards that has one, else <c>.tasker</c> in the current folder. It need not be there.
    /// </summary>
    /// <param name="option">What was given with <c>-p</c>; null or empty: nothing.</param>
    /// <param name="variable">Reads the environment.</param>
    /// <param name="directory">The current folder; absolute.</param>
    public static PlanningFolder Find(string? option, Func<string, string?> variable, string directory)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(directory);
        foreach (var named in new[] { option, variable("TASKER_DIR"), variable("TASKER_PLANNING_DIR") })
        {
            if (!string.IsNullOrEmpty(named))
            {
                return new PlanningFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(named, directory)));
            }
        }

        for (var at = directory; at is not null; at = Path.GetDirectoryName(at))
        {
            var folder = Path.Combine(at, Name);
            if (Directory.Exists(folder))
            {
                return new PlanningFolder(folder);
            }
        }

        return OfTarget(directory);
    }

    /// <summary>The planning folder of a target directory.</summary>
    /// <param name="target">The target directory; absolute.</param>
    public static PlanningFolder OfTarget(string target) => new(Path.Combine(Path.TrimEndingDirectorySeparator(target), Name));

    /// <summary>The file of a task.</summary>
    /// <exception cref="PlanningException">It is no id of a task.</exception>
    public string TaskFile(string id) => In("tasks", $"{TaskIds.Checked(id)}.json");

    /// <summary>The bundle of a task.</summary>
    /// <exception cref="PlanningException">It is no id of a task.</exception>
    public string Bundle(string id) => In("bundles", $"{TaskIds.Checked(id)}-bundle.json");

    /// <summary>The result that the executor of a task writes.</summary>
    /// <exception cref="PlanningException">It is no id of a task.</exception>
    public string Result(string id) => In("bundles", $"{TaskIds.Checked(id)}-result.json");

    /// <summary>What Tasker found when it checked the criteria of a task itself.</summary>
    /// <exception cref="PlanningException">It is no id of a task.</exception>
    public string Evidence(string id) => In("bundles", $"{TaskIds.Checked(id)}-evidence.json");

    private string In(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);
}
