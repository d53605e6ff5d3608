using System.Globalization;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Commands.Planning.Plain;

/// <summary>One invocation of a plain command.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="words">What was typed.</param>
/// <param name="command">The command, for those who wait for its lock.</param>
internal sealed class PlainCall(Session session, PlainWords words, string command) : PlanningCall(session, words.Folder, words.WantsJson, command)
{
    /// <summary>What was typed for an option or argument, else what it is then; null: nothing.</summary>
    public string? Value(PlainOption option) => words.Values.GetValueOrDefault(option.Name) ?? option.Otherwise;

    /// <summary>True when a switch was typed.</summary>
    public bool Is(PlainOption option) => words.Values.ContainsKey(option.Name);

    /// <summary>The ratio that was typed, else what it is then.</summary>
    public double Ratio(PlainOption option) => double.Parse(Value(option)!, CultureInfo.CurrentCulture);

    /// <summary>The whole number that was typed; null: none.</summary>
    public int? Number(PlainOption option) => Value(option) is { } text ? int.Parse(text, CultureInfo.CurrentCulture) : null;
}
