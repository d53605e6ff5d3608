using System.Text.Json.Nodes;
using Tasker.Core.Values.Indexes;
using Tasker.Planning.Files;

namespace Tasker.Planning.Documents;

/// <summary>The state of a plan: <c>state.json</c>, version 2.0.</summary>
/// <remarks>
/// The tasks are objects of their own, and <c>tasks</c> inside <see cref="JsonView.Node"/> is empty: most changes touch one task, and nodes of
/// thousands take longer than everything else.
/// </remarks>
public sealed class PlanState : JsonView
{
    /// <summary>The version that is written.</summary>
    public const string CurrentVersion = "2.0";

    /// <summary>The field that the tasks stand in.</summary>
    internal const string TasksField = "tasks";

    private static readonly string[] Parts = ["phase", TasksField, "artifacts", "execution", "halt", "calibration"];

    private readonly Dictionary<string, PlanTask> _byId = new(StringComparer.Ordinal);
    private readonly List<PlanTask> _tasks = [];
    private readonly string? _path;

    /// <param name="node">The object; changes go into it, and tasks are taken out of it.</param>
    /// <param name="path">The file that it was read from, for whoever is told that it is broken; null: none.</param>
    /// <exception cref="PlanningException">It is no state.</exception>
    public PlanState(JsonObject node, string? path = null)
        : base(node)
    {
        _path = path;
        CheckParts();
        var tasks = Inside(TasksField);
        foreach (var (id, value) in tasks)
        {
            Keep(Checked(new PlanTask(id, value as JsonObject ?? throw NoObject($"tasks.{OneLine.Of(id)}"))));
        }

        tasks.Clear();
    }

    /// <param name="part">The object, as it was read; nodes are made of it with the first change.</param>
    /// <param name="path">The file that it was read from, for whoever is told that it is broken; null: none.</param>
    /// <exception cref="PlanningException">It is no state.</exception>
    public PlanState(JsonPart part, string? path = null)
        : base(part)
    {
        _path = path;
        CheckParts();
        foreach (var task in part.Field(TasksField).Inside)
        {
            Keep(Checked(task.IsMap ? new PlanTask(task) : throw NoObject($"tasks.{OneLine.Of(task.Name)}")));
        }
    }

    /// <summary>The phase of the plan.</summary>
    public string Phase => Look["phase"]["current"].Text ?? PlanPhases.First;

    /// <summary>Phases that were left, in order.</summary>
    public List<string> PhasesCompleted => Look["phase"]["completed"].Texts();

    /// <summary>The directory that the plan is carried out in; absolute. Empty when none is known.</summary>
    public string TargetDir => Text("target_dir") ?? "";

    /// <summary>Maps, validation results and coverage.</summary>
    public JsonObject Artifacts => Inside("artifacts");

    /// <summary>Tokens, cost, and what runs.</summary>
    public JsonObject Execution => Inside("execution");

    /// <summary>The tasks in the order of the file.</summary>
    public IReadOnlyList<PlanTask> Tasks => _tasks;

    /// <summary>Its text.</summary>
    internal StateText Written { get; } = new();

    /// <summary>True when something was changed since it was read.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>It is written; what is changed from now on is new.</summary>
    internal void MarkSaved() => HasChanged = false;

    /// <summary>A task; null when there is none.</summary>
    public PlanTask? Task(string id) => _byId.GetValueOrDefault(id);

    /// <summary>A task.</summary>
    /// <exception cref="PlanningException">There is none.</exception>
    public PlanTask Required(string id) => Task(id) ?? throw new PlanningException(
        PlanningCodes.NotFound,
        $"There is no task '{id}'. {Core.Diagnostics.Suggestions.DidYouMean(id, _byId.Keys, _tasks.Count == 0 ? "'tasker state load-tasks' reads the task files." : "'tasker state status' counts them, 'tasker state ready' lists what is ready.")}");

    /// <summary>Adds a task that was not there.</summary>
    public PlanTask Add(string id, JsonObject node)
    {
        var task = new PlanTask(id, node);
        Keep(task);
        return task;
    }

    /// <summary>Takes a task away.</summary>
    public void Remove(PlanTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _byId.Remove(task.Id);
        _tasks.Remove(task);
    }

    /// <summary>Sets the phase and the phases that were left.</summary>
    public void SetPhase(string current, IEnumerable<string> completed)
    {
        var phase = Inside("phase");
        phase["current"] = current;
        phase["completed"] = List(completed);
    }

    /// <summary>Writes down what happened. This is what makes a change one that is kept.</summary>
    /// <param name="at">When.</param>
    /// <param name="type">The kind of event.</param>
    /// <param name="task">The task that it is about; null: the plan.</param>
    /// <param name="details">More; null: nothing.</param>
    public void AddEvent(DateTimeOffset at, string type, string? task = null, JsonObject? details = null)
    {
        HasChanged = true;
        if (Node["events"] is not JsonArray events)
        {
            Node["events"] = events = [];
        }

        var sequence = (Whole("event_count") ?? events.Count) + 1;
        var added = new JsonObject { ["seq"] = sequence, ["timestamp"] = Timestamps.Text(at), ["type"] = type };
        if (task is not null)
        {
            added["task_id"] = task;
        }

        if (details is not null)
        {
            added["details"] = details;
        }

        events.Add((JsonNode)added);
        Node["event_count"] = sequence;
        Node["updated_at"] = Timestamps.Text(at);
    }

    /// <summary>Everything but the tasks.</summary>
    private protected override JsonObject Made()
    {
        var made = new JsonObject();
        foreach (var field in Part.Inside)
        {
            made.Add(field.Name, field.IsCalled(TasksField) ? new JsonObject() : field.ToNode());
        }

        return made;
    }

    /// <summary>The finding that a file holds no state.</summary>
    /// <param name="path">The file; null: none.</param>
    /// <param name="what">What is wrong, as a clause.</param>
    internal static PlanningException Broken(string? path, string what) =>
        new(PlanningCodes.Corrupt, $"The state is broken: {(path is null ? "" : $"'{path}': ")}{what}.");

    private PlanningException Broken(string what) => Broken(_path, what);

    private PlanningException NoObject(string name) => Broken($"'{name}' is no object");

    /// <summary>What is of another kind, or not there, would read as nothing: no task would be ready, which scripts take for done.</summary>
    private void CheckParts()
    {
        if (Look["phase"].IsNothing || Look[TasksField].IsNothing)
        {
            throw Broken($"there is no '{(Look["phase"].IsNothing ? "phase" : "tasks")}'");
        }

        foreach (var name in Parts)
        {
            if (Look[name] is { IsNothing: false, IsObject: false })
            {
                throw NoObject(name);
            }
        }

        if (Look["phase"]["current"].Text is { } phase && PlanPhases.IndexOf(phase) < 0)
        {
            throw Broken($"'{OneLine.Of(phase)}' is no phase; they are {string.Join(", ", PlanPhases.All)}");
        }

        if (Look["events"] is { IsNothing: false, IsList: false })
        {
            throw Broken("'events' is no list");
        }
    }

    /// <summary>A word that says nothing would read as pending, and a task that is done or given up would be done again.</summary>
    private PlanTask Checked(PlanTask task) =>
        !TaskIds.IsValid(task.Id) ? throw Broken($"'tasks.{OneLine.Of(task.Id)}' is no task: an id is 'T' and digits, such as T001")
        : task.Known is null ? throw Broken($"'tasks.{task.Id}.status' is {(task.Text("status") is { } word ? $"'{OneLine.Of(word)}'" : "no text")}; it is one of {string.Join(", ", PlanTaskWords.All)}")
        : task;

    private void Keep(PlanTask task)
    {
        _byId[task.Id] = task;
        _tasks.Add(task);
    }
}
