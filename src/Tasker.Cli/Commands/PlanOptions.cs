using System.CommandLine;
using System.CommandLine.Parsing;
using Tasker.Core.Diagnostics;
using Tasker.Core.Times;

namespace Tasker.Cli.Commands;

/// <summary>Arguments and options that several commands share, so that they read the same everywhere.</summary>
internal static class PlanOptions
{
    public static Argument<string> Path() => new("path") { Description = "A workflow file, a folder with one, a SPEC.md, a folder of tasks, or a task of phases: its file or its name." };

    public static Option<string?> TasksFolder() => new("--tasks-dir") { Description = "The folder in which the name of a task of phases is looked up; default: tasks.", HelpName = "dir" };

    public static Option<bool> Json() => new("--json") { Description = "Write JSON to standard output and everything else to standard error." };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Show failures and the result only." };

    public static Option<bool> Verbose() => new("--verbose") { Description = "Tell what is decided on the way, such as which folder is the project." };

    public static Option<bool> NoCache() => new("--no-cache") { Description = "Ask agents anew, whatever they answered before." };

    public static Option<string?> Project() => new("--project", "-C") { Description = "The project folder; default: the one around the current folder.", HelpName = "dir" };

    public static Argument<string> Run() => new("run") { Description = "A run: its id, the beginning of it, or 'last'." };

    public static Option<string?> Output() => new("--output", "-o") { Description = "Write to this file instead of standard output.", HelpName = "file" };

    /// <summary>A whole number within bounds.</summary>
    public static Option<int?> Number(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result => Parse(result, name, least, most),
    };

    /// <summary>A time with its unit, more than nothing.</summary>
    public static Option<TimeSpan?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = result =>
        {
            if (DurationText.TryParse(result.Tokens.Count > 0 ? result.Tokens[0].Value : "", out var time, out var problem) && time > TimeSpan.Zero)
            {
                return time;
            }

            result.AddError($"{name}: {(problem.Length > 0 ? problem : "it is no time at all")}.");
            return null;
        },
    };

    /// <summary>An argument that takes one of a few words; they are completed, and told in one line with what was probably meant.</summary>
    public static void OneOf(Argument<string> argument, params string[] words)
    {
        argument.CompletionSources.Add(words);
        argument.Validators.Add(result => Check(result, $"<{argument.Name}>", words));
    }

    /// <inheritdoc cref="OneOf(Argument{string}, string[])"/>
    public static void OneOf(Option<string?> option, params string[] words)
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(result => Check(result, option.Name, words));
    }

    private static void Check(SymbolResult result, string name, string[] words)
    {
        foreach (var token in result.Tokens.Where(t => !words.Contains(t.Value, StringComparer.Ordinal)))
        {
            var meant = Suggestions.DidYouMean(token.Value, words, "");
            result.AddError($"'{token.Value}' is no value for {name}: it is one of {string.Join(", ", words)}.{(meant.Length > 0 ? " " + meant : "")}");
        }
    }

    private static int? Parse(ArgumentResult result, string name, int least, int most)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (int.TryParse(text, out var number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"'{text}' is no value for {name}: it takes a whole number from {least:N0} to {most:N0}.");
        return null;
    }
}
