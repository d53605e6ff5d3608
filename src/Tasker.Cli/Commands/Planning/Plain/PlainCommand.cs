using System.CommandLine;

namespace Tasker.Cli.Commands.Planning.Plain;

/// <summary>
/// A command whose words can be read without the parser of command lines when they are plain. Its options are declared once, for both readers;
/// the parser has the word whenever there is something to explain: help, misspellings, wrong values.
/// </summary>
/// <param name="Act">What it does.</param>
/// <remarks>The parser takes longer to get ready than most of these commands take in all.</remarks>
internal sealed record PlainCommand(Func<PlainCall, CancellationToken, Task<int>> Act)
{
    /// <summary>Its arguments; those that may be left away come last.</summary>
    public PlainOption[] Arguments { get; init; } = [];

    /// <summary>Its options.</summary>
    public PlainOption[] Options { get; init; } = [];

    /// <summary>Declares the command to the parser.</summary>
    public void Fill(Command command, PlanningScope scope)
    {
        var arguments = Array.ConvertAll(Arguments, ArgumentOf);
        var options = Array.ConvertAll(Options, OptionOf);
        Array.ForEach(arguments, command.Arguments.Add);
        Array.ForEach(options, command.Options.Add);
        scope.Does(command, (call, cancellationToken) =>
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var argument in arguments)
            {
                if (call.Get(argument) is { } value)
                {
                    values[argument.Name] = value;
                }
            }

            foreach (var option in options)
            {
                if ((option is Option<string?> text ? call.Get(text) : call.Get((Option<bool>)option) ? "" : null) is { } value)
                {
                    values[option.Name] = value;
                }
            }

            return Act(new PlainCall(call.Session, new PlainWords(call.FolderOption, call.WantsJson, values), call.Command), cancellationToken);
        });
    }

    private static Argument<string> ArgumentOf(PlainOption plain)
    {
        var argument = new Argument<string>(plain.Name) { Description = plain.Description, Arity = plain.IsOptional ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne };
        if (plain.Words.Length > 0)
        {
            PlanOptions.OneOf(argument, plain.Words);
        }

        return argument;
    }

    private static Option OptionOf(PlainOption plain)
    {
        if (plain.HelpName is null)
        {
            return new Option<bool>(plain.Name, plain.Aliases) { Description = plain.Description, Hidden = plain.IsHidden };
        }

        var option = new Option<string?>(plain.Name, plain.Aliases) { Description = plain.Description, HelpName = plain.HelpName, Hidden = plain.IsHidden };
        if (plain.Otherwise is { } otherwise)
        {
            option.DefaultValueFactory = _ => otherwise;
        }

        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (plain.Problem?.Invoke(token.Value) is { } problem)
                {
                    result.AddError(problem);
                }
            }
        });
        return option;
    }
}
