using System.Globalization;
using Tasker.Planning.Files;
using static Tasker.Planning.Fsm.FsmFinding;

namespace Tasker.Planning.Fsm;

/// <summary>Which transitions of the machines tasks implement, and the gate over it. Whatever is missing closes the gate.</summary>
internal sealed class TransitionCoverage
{
    /// <summary>The least part of the transitions outside the steel thread that tasks must cover.</summary>
    public const double OtherThreshold = 0.9;

    private const string Rule = "TASK_COVERAGE";

    private readonly FsmReading _reading;
    private readonly IReadOnlyList<TransitionTask> _tasks;
    private readonly Dictionary<TransitionKey, List<string>> _covering = [];
    private readonly List<FsmFinding> _unclear = [];

    /// <param name="reading">The machines.</param>
    /// <param name="tasks">All tasks of the plan.</param>
    public TransitionCoverage(FsmReading reading, IReadOnlyList<TransitionTask> tasks)
    {
        (_reading, _tasks) = (reading, tasks);
        if (reading.Model is { } model)
        {
            Collect(new TransitionNames(model));
        }
    }

    /// <summary>The tasks that cover a transition.</summary>
    public IReadOnlyList<string> Covering(TransitionKey key) => _covering.TryGetValue(key, out var tasks) ? tasks : [];

    /// <summary>The gate.</summary>
    /// <param name="steelThreshold">The least part of the transitions of the steel thread, 0 to 1.</param>
    /// <param name="otherThreshold">The least part of all others, 0 to 1.</param>
    public IEnumerable<FsmFinding> Gate(double steelThreshold, double otherThreshold)
    {
        var findings = new List<FsmFinding>(_reading.Problems);
        if (_reading.Model is not { } model)
        {
            return findings;
        }

        if (_tasks.Count == 0)
        {
            findings.Add(Issue(Rule, "There are no tasks, so nothing covers the transitions."));
            return findings;
        }

        if (model.Machines.All(m => m.Transitions.Count == 0))
        {
            findings.Add(Issue(Rule, "The machines have no transitions, so their coverage says nothing."));
        }

        findings.AddRange(Below(model, steel: true, steelThreshold, "Steel thread coverage"));
        findings.AddRange(Below(model, steel: false, otherThreshold, "Non-steel-thread coverage"));
        findings.AddRange(_unclear);
        findings.AddRange(Unproved(model));
        return findings;
    }

    private void Collect(TransitionNames names)
    {
        foreach (var task in _tasks.OrderBy(t => t.Id, IdOrder.Instance))
        {
            foreach (var name in task.Transitions.Distinct())
            {
                var found = names.Find(name);
                if (found.Count == 1)
                {
                    if (!_covering.TryGetValue(found[0], out var tasks))
                    {
                        _covering[found[0]] = tasks = [];
                    }

                    if (!tasks.Contains(task.Id))
                    {
                        tasks.Add(task.Id);
                    }
                }
                else
                {
                    _unclear.Add(found.Count == 0
                        ? Issue(Rule, $"{task.Id} covers {name}, but no machine has that transition.", With("task", task.Id), With("transition", name))
                        : Issue(Rule, $"{task.Id} covers {name}, which stands in several machines. Write {string.Join(" or ", found.Select(k => $"{k.Machine}:{k.Id}"))}.", With("task", task.Id), With("transition", name)));
                }
            }
        }
    }

    private IEnumerable<FsmFinding> Below(FsmModel model, bool steel, double threshold, string what)
    {
        var keys = Keys(model, steel);
        var open = keys.Where(k => Covering(k).Count == 0).ToArray();
        var actual = keys.Length == 0 ? 1 : (double)(keys.Length - open.Length) / keys.Length;
        if (actual < threshold)
        {
            yield return Issue(
                Rule,
                $"{what} {Percent(actual)} below required {(threshold * 100).ToString("0.##", CultureInfo.InvariantCulture)}%",
                With("required", threshold),
                With("actual", Math.Round(actual, 4)),
                With("uncovered", open.Select(k => Named(model, k))));
        }
    }

    /// <summary>A transition needs a task that implements it and a criterion that shows it.</summary>
    private IEnumerable<FsmFinding> Unproved(FsmModel model)
    {
        var criteria = _tasks.ToLookup(t => t.Id, t => t.Criteria);
        foreach (var key in Keys(model, steel: true).Concat(Keys(model, steel: false)))
        {
            var tasks = Covering(key);
            if (tasks.Count > 0 && !tasks.Any(task => criteria[task].SelectMany(c => c).Any(c => Mentions(c, key.Id))))
            {
                yield return Warning(Rule, $"{Named(model, key)} is implemented by {string.Join(", ", tasks)}, but no acceptance criterion there names it.", With("transition", key.Id), With("tasks", tasks));
            }
        }
    }

    private static TransitionKey[] Keys(FsmModel model, bool steel) =>
    [
        .. model.Machines.Where(m => model.IsSteel(m) == steel).SelectMany(m => m.Transitions.Select(t => new TransitionKey(m.Id, t.Id))).Distinct(),
    ];

    private static string Named(FsmModel model, TransitionKey key) =>
        model.Machines.Count(m => m.Transitions.Any(t => t.Id == key.Id)) > 1 ? $"{key.Machine}:{key.Id}" : key.Id;

    /// <summary>The id as a word of its own: TR1 does not stand in TR12.</summary>
    private static bool Mentions(string text, string id)
    {
        for (var at = text.IndexOf(id, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(id, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + id.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Rounded down: what is below the threshold must not read as if it reached it.</summary>
    private static string Percent(double ratio) => (Math.Floor(ratio * 1000) / 10).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
