using System.Globalization;

namespace Tasker.Cli.Commands.Planning.Plain;

/// <summary>An option or argument of a plain command, declared without the parser of command lines: few calls need that.</summary>
/// <param name="Name">As it is typed: <c>--limit</c>; of an argument, as help calls it.</param>
/// <param name="Description">A sentence for help.</param>
internal sealed record PlainOption(string Name, string Description)
{
    /// <summary>True for an argument that may be left away; only such stand behind it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Other spellings.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>What help calls its value; null: it takes none.</summary>
    public string? HelpName { get; init; }

    /// <summary>The value when none was typed; null: none.</summary>
    public string? Otherwise { get; init; }

    /// <summary>The words that may stand there; empty: any.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>What is wrong with a value, for people; null: nothing. Asked for any value.</summary>
    public Func<string, string?>? Problem { get; init; }

    /// <summary>True for spellings that help does not list.</summary>
    public bool IsHidden { get; init; }

    /// <summary>A whole number within bounds.</summary>
    public static PlainOption Number(string name, string description, int least, int most) => new(name, description)
    {
        HelpName = "n",
        Problem = text => int.TryParse(text, out var number) && number >= least && number <= most
            ? null
            : $"'{text}' is no value for {name}: it takes a whole number from {least:N0} to {most:N0}.",
    };

    /// <summary>A number from 0 to 1.</summary>
    public static PlainOption Ratio(string name, string description, double otherwise) => new(name, description)
    {
        HelpName = "0-1",
        Otherwise = otherwise.ToString(CultureInfo.CurrentCulture),
        Problem = text => !double.TryParse(text, out var ratio) ? $"'{text}' is no value for {name}: it takes a number from 0 to 1."
            : ratio is >= 0 and <= 1 ? null : $"{name} is {text}; it must be 0 to 1.",
    };

    /// <summary>True when the value is surely one that may stand there.</summary>
    public bool Takes(string value) => (Words.Length == 0 || Array.IndexOf(Words, value) >= 0) && Problem?.Invoke(value) is null;

    /// <summary>True for each of its spellings.</summary>
    public bool IsCalled(string word) => word == Name || Array.IndexOf(Aliases, word) >= 0;
}
