using System.CommandLine;
using System.CommandLine.Parsing;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;

namespace Tasker.Cli.Commands;

/// <summary>Tells what is wrong with a command line.</summary>
internal static class UsageProblems
{
    /// <summary>Tells every problem once, with what was probably meant.</summary>
    public static async Task<int> TellAsync(ParseResult result, Session session)
    {
        foreach (var problem in Of(result))
        {
            await session.Error.WriteLineAsync($"{session.ErrorInk.Red("tasker:")} {problem}");
        }

        return ExitCode.WrongInput;
    }

    /// <summary>Every problem once, each a sentence or two for people.</summary>
    public static IEnumerable<string> Of(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var path = PathOf(result.CommandResult);
        var unknown = (LooksLikeOption(result) is { } wrong ? [wrong] : Unmatched(result)).ToHashSet(StringComparer.Ordinal);
        if (unknown.Count == 0 && result.Errors.Count == 1 && result.CommandResult.Tokens.Count == 0 && command.Subcommands.Count > 0 && command.Action is null)
        {
            yield return $"'{path}' needs to be told what to do: {string.Join(", ", NamesOf(command))}. '{path} --help' says more.";
            yield break;
        }

        foreach (var token in unknown)
        {
            var known = token.StartsWith('-') ? OptionsOf(result.CommandResult) : NamesOf(command);
            var kind = token.StartsWith('-') ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
            var fix = Suggestions.DidYouMean(token, known, $"'{path} --help' lists what there is.");
            var what = kind == "argument" ? $"'{path}' takes no further argument: '{token}' is one too many." : $"'{path}' has no {kind} '{token}'.";
            yield return $"{what} {fix}";
        }

        foreach (var error in result.Errors.Where(e => !unknown.Any(u => e.Message.Contains($"'{u}'", StringComparison.Ordinal))))
        {
            if (unknown.Count == 0 || error.SymbolResult is not CommandResult)
            {
                yield return $"{TextOf(error, path)} '{path} --help' says more.";
            }
        }
    }

    /// <summary>The argument that looks like an option which does not exist; null for none. After <c>--</c> everything is an argument.</summary>
    public static string? LooksLikeOption(ParseResult result) =>
        result.Tokens.Any(t => t.Type is TokenType.DoubleDash)
            ? null
            : result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value)
                .FirstOrDefault(t => t.Length > 1 && t[0] == '-' && !char.IsAsciiDigit(t[1]) && !t.Contains(' '));

    /// <summary>What has no place. Behind a command that is not known nothing can be judged, so that alone is told.</summary>
    private static IReadOnlyList<string> Unmatched(ParseResult result) =>
        result.CommandResult.Command.Subcommands.Count > 0 && result.UnmatchedTokens is [var first, ..] && !first.StartsWith('-') ? [first] : result.UnmatchedTokens;

    /// <summary>What is missing, by its name and meaning; else what the parser says.</summary>
    private static string TextOf(ParseError error, string path) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Parent: OptionResult option } => $"'{option.Option.Name}' needs a value. It is: {option.Option.Description}",
        ArgumentResult { Tokens.Count: 0 } argument => $"'{path}' needs <{argument.Argument.Name}>. It is: {argument.Argument.Description}",
        OptionResult { Tokens.Count: 0 } option => $"'{option.Option.Name}' needs a value. It is: {option.Option.Description}",
        _ => error.Message.EndsWith('?') ? error.Message : error.Message.TrimEnd('.') + ".",
    };

    private static IEnumerable<string> NamesOf(Command command) => command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);

    private static IEnumerable<string> OptionsOf(CommandResult? result)
    {
        for (SymbolResult? at = result; at is CommandResult command; at = at.Parent)
        {
            foreach (var option in command.Command.Options.Where(o => !o.Hidden))
            {
                yield return option.Name;
            }
        }
    }

    private static string PathOf(CommandResult result)
    {
        var path = result.Command.Name;
        for (var at = result.Parent; at is CommandResult above; at = at.Parent)
        {
            path = above.Command.Name + " " + path;
        }

        return path;
    }
}
