using Tasker.Planning.Files;
using static Tasker.Planning.Fsm.FsmFinding;

namespace Tasker.Planning.Fsm;

/// <summary>I3: one machine is complete. It has one beginning, every end is known, every state is reached and can come to an end.</summary>
internal static class MachineChecks
{
    private const string Rule = "I3";
    private const int ShouldSplit = 12;
    private const int MustSplit = 20;

    /// <summary>Every finding about one machine.</summary>
    /// <param name="machine">The machine, with both files read.</param>
    /// <param name="isSteel">It belongs to the steel thread.</param>
    public static IEnumerable<FsmFinding> Check(FsmMachine machine, bool isSteel) =>
    [
        .. Ids(machine),
        .. Beginning(machine),
        .. Ends(machine),
        .. TransitionEnds(machine),
        .. Ways(machine),
        .. Size(machine, isSteel),
    ];

    private static IEnumerable<FsmFinding> Ids(FsmMachine machine)
    {
        foreach (var id in Twice(machine.States.Select(s => s.Id)))
        {
            yield return Issue(Rule, $"Machine {machine.Id} has two states with the id {id}. Give each its own.", Of(machine), With("state", id));
        }

        foreach (var id in Twice(machine.Transitions.Select(t => t.Id)))
        {
            yield return Issue(Rule, $"Machine {machine.Id} has two transitions with the id {id}. Give each its own.", Of(machine), With("transition", id));
        }

        foreach (var (file, id) in new[] { ("states", machine.IdInStates), ("transitions", machine.IdInTransitions) })
        {
            if (id is not null && id != machine.Id)
            {
                yield return Issue(Rule, $"The file of {file} of machine {machine.Id} says machine_id {id}. Write {machine.Id} there, or name the right file in the index.", Of(machine), With("machine_id", id));
            }
        }
    }

    private static IEnumerable<FsmFinding> Beginning(FsmMachine machine)
    {
        var typed = machine.States.Where(s => s.Type == "initial").Select(s => s.Id).Distinct().ToArray();
        if (string.IsNullOrEmpty(machine.InitialState))
        {
            yield return Issue(Rule, $"Machine {machine.Id} has no initial_state. Name the state that it begins in.", Of(machine));
        }
        else if (machine.State(machine.InitialState) is null)
        {
            yield return Issue(Rule, $"Machine {machine.Id} begins in {machine.InitialState}, but has no such state.", Of(machine), With("state", machine.InitialState));
        }
        else if (typed.Length > 0 && !typed.Contains(machine.InitialState))
        {
            yield return Issue(Rule, $"Machine {machine.Id} begins in {machine.InitialState}, but the type initial stands at {string.Join(", ", typed)}. Only the state that it begins in has that type.", Of(machine), With("states", typed));
        }

        if (typed.Length > 1)
        {
            yield return Issue(Rule, $"Machine {machine.Id} has {typed.Length} states of the type initial: {string.Join(", ", typed)}. A machine begins in one.", Of(machine), With("states", typed));
        }
    }

    private static IEnumerable<FsmFinding> Ends(FsmMachine machine)
    {
        if (machine.TerminalStates.Count == 0)
        {
            yield return Issue(Rule, $"Machine {machine.Id} has no terminal_states. Name at least one state that it ends in.", Of(machine));
        }

        foreach (var id in machine.TerminalStates.Distinct())
        {
            if (machine.State(id) is null)
            {
                yield return Issue(Rule, $"Machine {machine.Id} ends in {id}, but has no such state.", Of(machine), With("state", id));
            }
            else if (machine.Transitions.Any(t => t.From == id))
            {
                yield return Issue(Rule, $"{id} of machine {machine.Id} is terminal, but transitions leave it. Take it from terminal_states, or take them away.", Of(machine), With("state", id));
            }
        }

        var unlisted = machine.States.Where(s => s.IsFinal && !machine.TerminalStates.Contains(s.Id)).Select(s => s.Id).Distinct().ToArray();
        if (unlisted.Length > 0)
        {
            yield return Issue(Rule, $"States of machine {machine.Id} have the type success or failure, but do not stand in terminal_states: {string.Join(", ", unlisted)}.", Of(machine), With("states", unlisted));
        }

        if (machine.TerminalStates.Count > 0 && !machine.TerminalStates.Any(id => machine.State(id) is { IsFinal: true }))
        {
            yield return Warning(Rule, $"No terminal state of machine {machine.Id} has the type success or failure.", Of(machine));
        }
    }

    private static IEnumerable<FsmFinding> TransitionEnds(FsmMachine machine)
    {
        if (machine.Transitions.Count == 0)
        {
            yield return Issue(Rule, $"Machine {machine.Id} has no transitions.", Of(machine));
        }

        var known = machine.States.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var transition in machine.Transitions)
        {
            foreach (var (end, id) in new[] { ("from_state", transition.From), ("to_state", transition.To) })
            {
                if (!known.Contains(id))
                {
                    yield return Issue(Rule, $"{transition.Id} of machine {machine.Id} has the {end} {(id.Length == 0 ? "(nothing)" : id)}, but the machine has no such state.", Of(machine), With("transition", transition.Id), With("state", id));
                }
            }
        }
    }

    private static IEnumerable<FsmFinding> Ways(FsmMachine machine)
    {
        var states = machine.States.Select(s => s.Id).Distinct().ToArray();
        var dead = machine.States.Where(s => !s.IsFinal && !machine.TerminalStates.Contains(s.Id) && machine.Transitions.All(t => t.From != s.Id))
            .Select(s => s.Id).Distinct().Order(IdOrder.Instance).ToArray();
        if (dead.Length > 0)
        {
            yield return Issue(Rule, $"No transition leaves these states of machine {machine.Id}: {string.Join(", ", dead)}. Add a way out, or make them terminal.", Of(machine), With("states", dead));
        }

        if (machine.State(machine.InitialState) is not null)
        {
            var reached = Reach([machine.InitialState!], machine.Transitions.ToLookup(t => t.From, t => t.To));
            var lost = states.Where(s => !reached.Contains(s)).Order(IdOrder.Instance).ToArray();
            if (lost.Length > 0)
            {
                yield return Issue(Rule, $"These states of machine {machine.Id} are never reached from {machine.InitialState}: {string.Join(", ", lost)}.", Of(machine), With("unreachable", lost));
            }
        }

        if (machine.TerminalStates.Count > 0)
        {
            var ending = Reach(machine.TerminalStates, machine.Transitions.ToLookup(t => t.To, t => t.From));
            var endless = states.Where(s => !ending.Contains(s)).Except(dead).Order(IdOrder.Instance).ToArray();
            if (endless.Length > 0)
            {
                yield return Issue(Rule, $"These states of machine {machine.Id} never come to an end: {string.Join(", ", endless)}.", Of(machine), With("endless", endless));
            }
        }
    }

    private static IEnumerable<FsmFinding> Size(FsmMachine machine, bool isSteel)
    {
        if (machine.States.Count > MustSplit)
        {
            yield return Warning(Rule, $"Machine {machine.Id} has {machine.States.Count} states; above {MustSplit} it must be split.", Of(machine), With("states", machine.States.Count));
        }
        else if (isSteel && machine.States.Count > ShouldSplit)
        {
            yield return Warning(Rule, $"Machine {machine.Id} of the steel thread has {machine.States.Count} states; above {ShouldSplit} it is better split.", Of(machine), With("states", machine.States.Count));
        }
    }

    private static HashSet<string> Reach(IEnumerable<string> from, ILookup<string, string> next)
    {
        var reached = new HashSet<string>(from, StringComparer.Ordinal);
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var state))
        {
            foreach (var other in next[state])
            {
                if (reached.Add(other))
                {
                    open.Enqueue(other);
                }
            }
        }

        return reached;
    }

    private static IEnumerable<string> Twice(IEnumerable<string> ids) => ids.GroupBy(id => id, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key);

    private static KeyValuePair<string, System.Text.Json.Nodes.JsonNode?> Of(FsmMachine machine) => With("machine_id", machine.Id);
}
