using System.Text;
using Tasker.Planning.Files;

namespace Tasker.Planning.Fsm;

/// <summary>A machine in words: every state and transition with the words of the specification that it comes from, and what each invariant guards.</summary>
internal static class MachineNotes
{
    public static string Of(FsmMachine machine, IReadOnlyList<FsmInvariant> invariants)
    {
        var text = new StringBuilder($"# {Line(machine.Name)}\n\nMachine {Line(machine.Id)}, level {Line(machine.Level)}");
        text.Append(machine.Parent is { } parent ? $", below {Line(parent)}.\n" : ".\n");
        text.Append("\n## States\n");
        foreach (var state in machine.States.OrderBy(s => s.Id, IdOrder.Instance))
        {
            var begins = state.Id == machine.InitialState ? "; it begins here" : machine.TerminalStates.Contains(state.Id) ? "; it ends here" : "";
            text.Append($"\n### {Line(state.Id)}: {Line(state.Name)}\n\nType {Line(state.Type)}{begins}.\n");
            Details(text, state.Description, state.SpecRef, state.Behaviors);
        }

        text.Append("\n## Transitions\n");
        foreach (var transition in machine.Transitions.OrderBy(t => t.Id, IdOrder.Instance))
        {
            text.Append($"\n### {Line(transition.Id)}: {Line(transition.From)} to {Line(transition.To)}\n\n");
            text.Append($"When: {Line(transition.Trigger)}{(transition.IsFailurePath ? " (a failure)" : "")}.\n");
            foreach (var guard in transition.Guards)
            {
                text.Append($"\nOnly {(guard.IsNegated ? "unless" : "if")}: {Line(guard.Condition)} ({(guard.InvariantId is { } id ? Line(id) : "no invariant")}).\n");
            }

            Details(text, transition.Notes, transition.SpecRef, transition.Behaviors);
        }

        text.Append("\n## Guards\n");
        var used = machine.Transitions.SelectMany(t => t.Guards.Select(g => (g.InvariantId, t.Id))).Where(g => g.InvariantId is not null)
            .GroupBy(g => g.InvariantId!).OrderBy(g => g.Key, IdOrder.Instance).ToArray();
        foreach (var group in used)
        {
            var rule = invariants.FirstOrDefault(i => i.Id == group.Key)?.Rule ?? "(not in the index)";
            text.Append($"\n- {Line(group.Key)}: {Line(rule)} Guards {string.Join(", ", group.Select(g => Line(g.Id)).Distinct())}.");
        }

        return text.Append(used.Length == 0 ? "\nNo transition has a guard with an invariant.\n" : "\n").ToString();
    }

    private static void Details(StringBuilder text, string? description, FsmQuote quote, IReadOnlyList<string> behaviors)
    {
        if (description is not null)
        {
            text.Append($"\n{Line(description)}\n");
        }

        if (quote.Quote.Length > 0)
        {
            text.Append($"\n> {Line(quote.Quote)}{(quote.Location is { } location ? $" ({Line(location)})" : "")}\n");
        }

        if (behaviors.Count > 0)
        {
            text.Append($"\nBehaviours: {string.Join(", ", behaviors.Select(Line))}.\n");
        }
    }

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
