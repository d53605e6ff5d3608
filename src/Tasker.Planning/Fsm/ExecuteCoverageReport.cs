using System.Text.Json.Nodes;
using Tasker.Planning.Files;

namespace Tasker.Planning.Fsm;

/// <summary>
/// The report <c>fsm-coverage.execute.json</c>: which transitions and invariants the results of tasks prove, and by what kind of evidence.
/// </summary>
internal sealed class ExecuteCoverageReport
{
    private readonly FsmModel _model;
    private readonly bool _strict;
    private readonly Dictionary<TransitionKey, List<FsmEvidence>> _transitions = [];
    private readonly Dictionary<string, List<FsmEvidence>> _guards = new(StringComparer.Ordinal);
    private readonly List<FsmFinding> _findings = [];

    /// <param name="model">The machines.</param>
    /// <param name="evidence">Everything that the results of tasks claim.</param>
    /// <param name="strict">Transitions of the steel thread and invariants count only by a test.</param>
    public ExecuteCoverageReport(FsmModel model, IEnumerable<FsmEvidence> evidence, bool strict)
    {
        (_model, _strict) = (model, strict);
        var names = new TransitionNames(model);
        foreach (var item in evidence.OrderBy(e => e.TaskId, IdOrder.Instance))
        {
            if (item.IsGuard)
            {
                Add(_guards, item.Id, item);
            }
            else if (names.Find(item.Id) is [var key])
            {
                Add(_transitions, key, item);
            }
            else
            {
                _findings.Add(FsmFinding.Warning("EVIDENCE", $"{item.TaskId} claims evidence for {item.Id}, which is no transition, or one of several machines.", FsmFinding.With("task", item.TaskId), FsmFinding.With("transition", item.Id)));
            }
        }
    }

    /// <summary>What is not proved as it must be; issues only when strict.</summary>
    public IEnumerable<FsmFinding> Findings() =>
    [
        .. _findings,
        .. from machine in _model.Machines
           from transition in machine.Transitions
           where !IsVerified(machine, transition)
           let claimed = EvidenceOf(machine, transition).Count > 0
           select new FsmFinding("EVIDENCE", claimed
               ? $"{transition.Id} of machine {machine.Id} has no evidence by a test."
               : $"{transition.Id} of machine {machine.Id} has no evidence.", _strict && _model.IsSteel(machine))
           {
               Context = [FsmFinding.With("machine_id", machine.Id), FsmFinding.With("transition", transition.Id)],
           },
    ];

    public JsonObject ToJson()
    {
        var machines = new JsonArray();
        var (total, verified) = (0, 0);
        foreach (var machine in _model.Machines)
        {
            var done = machine.Transitions.Count(t => IsVerified(machine, t));
            (total, verified) = (total + machine.Transitions.Count, verified + done);
            machines.Add((JsonNode)CoverageShape.Machine(machine, "verified", "verification_pct", done, machine.Transitions.Select(t => new JsonObject
            {
                ["id"] = t.Id,
                ["trigger"] = t.Trigger,
                ["verified"] = IsVerified(machine, t),
                ["evidence"] = Json(EvidenceOf(machine, t)),
            })));
        }

        var invariants = _model.Invariants.Select(i => (i, evidence: _guards.GetValueOrDefault(i.Id) ?? [])).ToArray();
        var proved = invariants.Count(x => Counts(x.evidence, mustBeTest: _strict));
        return new JsonObject
        {
            ["version"] = "1.0",
            ["phase"] = "execute",
            ["spec_slug"] = _model.SpecSlug,
            ["machines"] = machines,
            ["invariants"] = new JsonObject
            {
                ["total"] = invariants.Length,
                ["verified"] = proved,
                ["details"] = new JsonArray([.. invariants.Select(x => (JsonNode)new JsonObject
                {
                    ["id"] = x.i.Id,
                    ["rule"] = x.i.Rule,
                    ["verified"] = Counts(x.evidence, mustBeTest: _strict),
                    ["evidence"] = Json(x.evidence),
                })]),
            },
            ["summary"] = new JsonObject
            {
                ["total_transitions"] = total,
                ["verified_transitions"] = verified,
                ["total_invariants"] = invariants.Length,
                ["verified_invariants"] = proved,
            },
        };
    }

    private List<FsmEvidence> EvidenceOf(FsmMachine machine, FsmTransition transition) =>
        _transitions.GetValueOrDefault(new TransitionKey(machine.Id, transition.Id)) ?? [];

    private bool IsVerified(FsmMachine machine, FsmTransition transition) =>
        Counts(EvidenceOf(machine, transition), mustBeTest: _strict && _model.IsSteel(machine));

    private static bool Counts(List<FsmEvidence> evidence, bool mustBeTest) => evidence.Any(e => !mustBeTest || e.Kind == FsmEvidence.Test);

    private static JsonArray Json(List<FsmEvidence> evidence) => new([.. evidence.Select(e => (JsonNode)new JsonObject
    {
        ["task_id"] = e.TaskId,
        ["evidence_type"] = e.Kind,
        ["evidence"] = e.Text,
    })]);

    private static void Add<TKey>(Dictionary<TKey, List<FsmEvidence>> all, TKey key, FsmEvidence item)
        where TKey : notnull
    {
        if (!all.TryGetValue(key, out var list))
        {
            all[key] = list = [];
        }

        list.Add(item);
    }
}
