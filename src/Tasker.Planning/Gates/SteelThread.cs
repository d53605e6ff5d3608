using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Gates;

/// <summary>The tasks of the steel thread: they come early, hang together, and bring the behaviours of the steel flow in their order.</summary>
internal sealed class SteelThread
{
    private readonly List<string> _issues = [];
    private readonly List<string> _warnings = [];

    public SteelThread(PlanInputs inputs)
    {
        Tasks = [.. inputs.Tasks.Where(t => t.IsSteelThread)];
        if (Tasks.Count == 0)
        {
            _issues.Add("No task has context.steel_thread: mark those of the first way through the whole.");
            return;
        }

        Early(inputs);
        Chains = FindChains();
        Flow(inputs);
    }

    /// <summary>The tasks, by number.</summary>
    public IReadOnlyList<TaskDefinition> Tasks { get; }

    /// <summary>From each task that needs no other one of the thread, the longest chain that begins there.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Chains { get; private set; } = [];

    public IReadOnlyList<string> Issues => _issues;

    public IReadOnlyList<string> Warnings => _warnings;

    public bool IsValid => _issues.Count == 0;

    /// <summary>The longest chain as people read it; empty for none.</summary>
    public string Text => Chains.Count == 0 ? "" : string.Join(" → ", Chains.MaxBy(c => c.Count)!);

    public JsonObject ToJson() => new()
    {
        ["valid"] = IsValid,
        ["tasks"] = JsonView.List(Tasks.Select(t => t.Id)),
        ["chains"] = new JsonArray([.. Chains.Select(c => (JsonNode)JsonView.List(c))]),
        ["issues"] = JsonView.List(_issues),
        ["warnings"] = JsonView.List(_warnings),
    };

    private void Early(PlanInputs inputs)
    {
        var latest = (inputs.Tasks.Max(t => t.Phase) / 2) + 1;
        foreach (var task in Tasks.Where(t => t.Phase > latest))
        {
            _issues.Add($"{task.Id} of the steel thread stands in phase {task.Phase}; phase {latest} is the latest for it.");
        }
    }

    private List<IReadOnlyList<string>> FindChains()
    {
        var steel = Tasks.ToDictionary(t => t.Id, StringComparer.Ordinal);
        var users = Tasks.SelectMany(t => t.DependsOn.Where(steel.ContainsKey).Distinct().Select(d => (d, t.Id))).ToLookup(x => x.d, x => x.Id);
        var roots = Tasks.Where(t => !t.DependsOn.Any(steel.ContainsKey)).Select(t => t.Id).ToArray();
        if (roots.Length == 0)
        {
            _issues.Add("Each task of the steel thread needs another one of it: it has no beginning.");
            return [];
        }

        var reached = new HashSet<string>(roots, StringComparer.Ordinal);
        var open = new Queue<string>(roots);
        while (open.TryDequeue(out var task))
        {
            foreach (var user in users[task].Where(reached.Add))
            {
                open.Enqueue(user);
            }
        }

        var lost = steel.Keys.Where(id => !reached.Contains(id)).Order(TaskIds.Order).ToArray();
        if (lost.Length > 0)
        {
            _issues.Add($"These tasks of the steel thread cannot be reached from its beginning: {string.Join(", ", lost)}.");
        }

        var graph = new TaskGraph(Tasks);
        if (graph.Cycles.Count > 0)
        {
            _issues.Add($"Tasks of the steel thread need one another in a circle: {string.Join(" -> ", graph.Cycles[0])}.");
            return [];
        }

        return [.. roots.Select(r => Longest(r, users, graph))];
    }

    /// <summary>The longest chain from a root, over the levels from the last to the first.</summary>
    private static List<string> Longest(string root, ILookup<string, string> users, TaskGraph graph)
    {
        var best = new Dictionary<string, (int Length, string? Next)>(StringComparer.Ordinal);
        foreach (var id in graph.Levels.Reverse().SelectMany(l => l))
        {
            var next = users[id].OrderByDescending(u => best[u].Length).ThenBy(u => u, TaskIds.Order).FirstOrDefault();
            best[id] = next is null ? (1, null) : (best[next].Length + 1, next);
        }

        var chain = new List<string>();
        for (var at = root; at is not null; at = best[at].Next)
        {
            chain.Add(at);
        }

        return chain;
    }

    private void Flow(PlanInputs inputs)
    {
        var connected = Chains.SelectMany(c => c).Distinct().Count();
        if (Chains.Count > 1)
        {
            _warnings.Add($"The steel thread begins at {Chains.Count} tasks: {string.Join(", ", Chains.Select(c => c[0]))}.");
        }

        if (inputs.Map?.Flows.FirstOrDefault(f => f.Flag("is_steel_thread")) is not { } flow || connected == 0)
        {
            return;
        }

        var wanted = flow.Items("steps").OrderBy(s => s.Number("order") ?? int.MaxValue).Select(s => s.FirstText("behavior_id") ?? s.AsText()).OfType<string>().ToArray();
        var byBehavior = Tasks.SelectMany(t => t.Behaviors.Select(b => (b, t.Id))).ToLookup(x => x.b, x => x.Id);
        var open = wanted.Where(b => !byBehavior.Contains(b)).ToArray();
        if (open.Length > 0)
        {
            _issues.Add($"No task of the steel thread brings {string.Join(", ", open)} of the flow '{flow.FirstText("name", "id")}'.");
            return;
        }

        var graph = new TaskGraph(inputs.Tasks);
        var level = graph.Levels.SelectMany((l, at) => l.Select(id => (id, at))).ToDictionary(x => x.id, x => x.at, StringComparer.Ordinal);
        var last = -1;
        foreach (var behavior in wanted.Where(_ => level.Count > 0))
        {
            var possible = byBehavior[behavior].Select(id => level[id]).Where(l => l >= last).ToArray();
            if (possible.Length == 0)
            {
                _issues.Add($"{behavior} of the flow '{flow.FirstText("name", "id")}' is brought by {string.Join(", ", byBehavior[behavior])}, which come before the tasks of the steps in front of it.");
                return;
            }

            last = possible.Min();
        }
    }
}
