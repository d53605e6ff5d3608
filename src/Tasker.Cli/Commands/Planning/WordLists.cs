using System.CommandLine;

namespace Tasker.Cli.Commands.Planning;

/// <summary>Options that take several words.</summary>
internal static class WordLists
{
    /// <summary>An option that takes all words up to the next option, and may be given again.</summary>
    public static Option<string[]> Option(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = true, Arity = ArgumentArity.ZeroOrMore };

    /// <summary>The words. A single one with commas is a list, unless a file is really called so.</summary>
    public static IReadOnlyList<string> Of(string[]? words, string directory) =>
        words is [var only] && only.Contains(',', StringComparison.Ordinal) && !File.Exists(Path.Combine(directory, only))
            ? only.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : words ?? [];
}
