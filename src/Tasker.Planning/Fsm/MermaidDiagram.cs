using System.Text;
using Tasker.Planning.Files;

namespace Tasker.Planning.Fsm;

/// <summary>A machine as a Mermaid state diagram. The same machine gives the same bytes, so that a diagram that somebody edited is noticed.</summary>
internal static class MermaidDiagram
{
    private const int LongestTrigger = 40;
    private const int LongestGuard = 30;
    private const int MostGuards = 2;

    /// <summary>Draws.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="indexChecksum">Checksum of the index that it stands in; empty when there is none.</param>
    public static string Of(FsmMachine machine, string indexChecksum)
    {
        var text = new StringBuilder();
        text.Append("%% Made from the machine by 'tasker fsm mermaid'; change the machine, not this file.\n");
        if (indexChecksum.Length > 0)
        {
            text.Append("%% index ").Append(indexChecksum).Append('\n');
        }

        text.Append("stateDiagram-v2\n    direction TB\n");
        var states = machine.States.DistinctBy(s => s.Id).OrderBy(s => s.Id, IdOrder.Instance).ToArray();
        foreach (var state in states)
        {
            text.Append($"    state \"{Escaped(state.Name, int.MaxValue)}\" as {Id(state.Id)}\n");
        }

        text.Append('\n');
        if (!string.IsNullOrEmpty(machine.InitialState))
        {
            text.Append($"    [*] --> {Id(machine.InitialState)}\n");
        }

        foreach (var transition in machine.Transitions.OrderBy(t => t.Id, IdOrder.Instance))
        {
            text.Append($"    {Id(transition.From)} --> {Id(transition.To)}: {Label(transition)}\n");
        }

        foreach (var terminal in machine.TerminalStates.Distinct().Order(IdOrder.Instance))
        {
            text.Append($"    {Id(terminal)} --> [*]\n");
        }

        text.Append("\n    classDef initial fill:#e1f5fe,stroke:#01579b\n    classDef success fill:#e8f5e9,stroke:#1b5e20\n    classDef failure fill:#ffebee,stroke:#b71c1c\n");
        foreach (var state in states.Where(s => s.Type is "initial" or "success" or "failure"))
        {
            text.Append($"    class {Id(state.Id)} {state.Type}\n");
        }

        return text.ToString();
    }


    private static string Label(FsmTransition transition)
    {
        var guards = transition.Guards.Take(MostGuards).Select(g => (g.IsNegated ? "not " : "") + Escaped(g.Condition, LongestGuard));
        var trigger = Escaped(transition.Trigger, LongestTrigger);
        return transition.Guards.Count == 0 ? trigger : $"{trigger} [{string.Join("; ", guards)}]";
    }

    /// <summary>An id as the diagram can hold it; what came from a file may be anything.</summary>
    private static string Id(string id)
    {
        var safe = string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));
        return safe.Length > 0 ? safe : "_";
    }

    /// <summary>Text on one line, cut, with everything that means something to Mermaid as a numbered character.</summary>
    private static string Escaped(string text, int longest)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > longest)
        {
            line = line[..(char.IsHighSurrogate(line[longest - 2]) ? longest - 2 : longest - 1)] + "…";
        }

        var escaped = new StringBuilder(line.Length);
        foreach (var c in line)
        {
            if (c is '"' or ':' or '#' or ';' or '<' or '>' or '[' or ']' or '{' or '}' or '%' or '&' or '\\' || char.IsControl(c))
            {
                escaped.Append('#').Append((int)c).Append(';');
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.Length > 0 ? escaped.ToString() : "-";
    }
}
