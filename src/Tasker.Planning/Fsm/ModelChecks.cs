using Tasker.Planning.Files;
using Tasker.Planning.Specs;
using static Tasker.Planning.Fsm.FsmFinding;

namespace Tasker.Planning.Fsm;

/// <summary>The invariants I1 to I6 over all machines.</summary>
internal static class ModelChecks
{
    /// <summary>Every finding.</summary>
    /// <param name="model">The machines.</param>
    /// <param name="strict">Guards without an invariant are issues.</param>
    /// <param name="spec">The text of the specification; null when it is not at hand.</param>
    public static IEnumerable<FsmFinding> Check(FsmModel model, bool strict, string? spec) =>
    [
        .. SteelThread(model),
        .. model.Machines.SelectMany(Architecture),
        .. model.Machines.Where(m => m.IsComplete).SelectMany(m => MachineChecks.Check(m, model.IsSteel(m))),
        .. Identities(model),
        .. Guards(model, strict),
        .. model.Machines.SelectMany(Vagueness),
        .. Activation(model, spec),
    ];

    private static IEnumerable<FsmFinding> SteelThread(FsmModel model)
    {
        if (model.PrimaryMachine.Length == 0)
        {
            yield return Issue("I1", "The index names no primary_machine. Name the machine of the steel thread.");
        }
        else if (model.Machines.FirstOrDefault(m => m.Id == model.PrimaryMachine) is not { } primary)
        {
            yield return Issue("I1", $"The primary machine {model.PrimaryMachine} is not among the machines.", With("primary_machine", model.PrimaryMachine));
        }
        else if (primary.Level != FsmMachine.SteelThread)
        {
            yield return Issue("I1", $"The primary machine {primary.Id} has the level {primary.Level}; it must be {FsmMachine.SteelThread}.", With("primary_machine", primary.Id), With("level", primary.Level));
        }
    }

    private static IEnumerable<FsmFinding> Architecture(FsmMachine machine) =>
        from state in machine.States
        let word = ArchitectureWords.Find(state.Name)
        where word is not null
        select Warning("I2", $"The name of {state.Id} of machine {machine.Id} speaks of architecture ('{word}'). A state says what holds, not where.", With("machine_id", machine.Id), With("state", state.Id));

    private static IEnumerable<FsmFinding> Identities(FsmModel model)
    {
        foreach (var group in model.Machines.GroupBy(m => m.Id).Where(g => g.Count() > 1))
        {
            yield return Issue("I3", $"The index has {group.Count()} machines with the id {group.Key}. Give each its own.", With("machine_id", group.Key));
        }

        foreach (var machine in model.Machines.Where(m => m.Parent is { } parent && model.Machines.All(p => p.Id != parent)))
        {
            yield return Issue("I3", $"Machine {machine.Id} stands below {machine.Parent}, but there is no such machine.", With("machine_id", machine.Id), With("parent_machine", machine.Parent));
        }

        var shared = model.Machines.SelectMany(m => m.Transitions.Select(t => t.Id).Distinct().Select(id => (id, m.Id)))
            .GroupBy(x => x.id).Where(g => g.Count() > 1).OrderBy(g => g.Key, IdOrder.Instance);
        foreach (var group in shared)
        {
            var machines = group.Select(x => x.Id).ToArray();
            yield return Warning("I3", $"{group.Key} stands in several machines: {string.Join(", ", machines)}. Tasks must name it as {machines[0]}:{group.Key}.", With("transition", group.Key), With("machines", machines));
        }
    }

    private static IEnumerable<FsmFinding> Guards(FsmModel model, bool strict)
    {
        var known = model.Invariants.Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var machine in model.Machines)
        {
            foreach (var (transition, guard) in machine.Transitions.SelectMany(t => t.Guards.Select(g => (t, g))))
            {
                if (string.IsNullOrEmpty(guard.InvariantId))
                {
                    yield return new FsmFinding("I4", $"A guard of {transition.Id} of machine {machine.Id} names no invariant: '{guard.Condition}'.", strict)
                    {
                        Context = [With("machine_id", machine.Id), With("transition", transition.Id), With("condition", guard.Condition)],
                    };
                }
                else if (!known.Contains(guard.InvariantId))
                {
                    yield return Issue("I4", $"A guard of {transition.Id} of machine {machine.Id} names the invariant {guard.InvariantId}, which the index does not have.", With("machine_id", machine.Id), With("transition", transition.Id), With("invariant_id", guard.InvariantId));
                }
            }
        }
    }

    private static IEnumerable<FsmFinding> Vagueness(FsmMachine machine)
    {
        var texts = machine.States.Select(s => (s.Id, s.Name)).Concat(machine.Transitions.Select(t => (t.Id, Name: t.Trigger)))
            .Concat(machine.Transitions.SelectMany(t => t.Guards.Select(g => (t.Id, Name: g.Condition))));
        return from text in texts
               let words = VagueWords.Find(text.Name)
               where words is not null
               select Warning("I5", $"{text.Id} of machine {machine.Id} is vague: '{words}' in '{text.Name}'.", With("machine_id", machine.Id), With("id", text.Id), With("words", words));
    }

    /// <summary>I6: what a user invokes must first have become available, and the specification says how.</summary>
    private static IEnumerable<FsmFinding> Activation(FsmModel model, string? spec)
    {
        if (model.Machines.FirstOrDefault(m => m.Id == model.PrimaryMachine) is not { IsComplete: true } primary)
        {
            yield break;
        }

        foreach (var first in primary.Transitions.Where(t => t.From == primary.InitialState && ActivationText.IsInvocation(t.Trigger)))
        {
            if (spec is null)
            {
                yield return Warning("I6", $"{first.Id} begins with '{first.Trigger}': the specification must say how that becomes available (W8). Give it with --spec to have it checked.", With("transition", first.Id), With("weakness", "W8"));
            }
            else if (!ActivationText.HasSection(spec))
            {
                yield return Issue("I6", $"{first.Id} begins with '{first.Trigger}', but no section of the specification says how that becomes available (W8). Add a section on installation, activation, registration, deployment or the entry point.", With("transition", first.Id), With("weakness", "W8"));
            }
        }
    }
}
