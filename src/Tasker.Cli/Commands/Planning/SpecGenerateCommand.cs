using System.CommandLine;
using Tasker.Planning.Interview;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker spec generate</c>: documents of a session.</summary>
internal static class SpecGenerateCommand
{
    private static readonly PlanningEntry[] Entries =
    [
        new("spec", "Write the specification of the session to docs/specs.", Spec),
        new("adr", "Write a record of a decision to docs/adrs.", Adr),
    ];

    public static void Fill(Command command, PlanningScope scope) => scope.Add(command, Entries);

    private static void Spec(Command command, PlanningScope scope)
    {
        var force = Force(command);
        var target = SpecSessionCommand.Target(command);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var (answer, warnings) = await new SpecWriting(SpecSessionCommand.TargetOf(call, target), call.Session.Time).SpecAsync(call.Get(force), cancellationToken);
            foreach (var warning in warnings)
            {
                await call.WarnAsync($"warning: {warning}.");
            }

            answer.Json["warnings"] = Tasker.Planning.Documents.JsonView.List(warnings);
            return await call.TellAsync(answer);
        });
    }

    private static void Adr(Command command, PlanningScope scope)
    {
        var title = Needed(command, "--title", "-t", "What it is about, in a few words.");
        var context = Needed(command, "--context", "-c", "Why something had to be decided.");
        var decision = Needed(command, "--decision", "-d", "What was decided.");
        var alternatives = Several(command, "What else was thought of, as 'Name: why not'.", "text", "--alternatives", "--alternative", "-a");
        var consequences = Several(command, "What follows from it.", "text", "--consequences", "--consequence");
        var appliesTo = Several(command, "Specifications that it is for, as name or name:Title.", "name", "--applies-to");
        var supersedes = PlanOptions.Number("--supersedes", "The number of the record whose place it takes.", 1, 9999);
        var related = new Option<int[]>("--related")
        {
            Description = "Numbers of other records that have to do with it.",
            HelpName = "n",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result => [.. result.Tokens.Select(token =>
            {
                if (!int.TryParse(token.Value, out var other))
                {
                    result.AddError($"'{token.Value}' is no value for --related: it takes the numbers of records.");
                }

                return other;
            })],
        };
        var number = PlanOptions.Number("--number", "Its number; default: the next one.", 1, 9999);
        command.Options.Add(supersedes);
        command.Options.Add(related);
        command.Options.Add(number);
        var force = Force(command);
        var target = SpecSessionCommand.Target(command);
        scope.Does(command, async (call, cancellationToken) => await call.TellAsync(await new SpecWriting(SpecSessionCommand.TargetOf(call, target), call.Session.Time).DecisionAsync(
            new DecisionDraft
            {
                Title = call.Get(title)!,
                Context = call.Get(context)!,
                Decision = call.Get(decision)!,
                Alternatives = call.Get(alternatives) ?? [],
                Consequences = call.Get(consequences) ?? [],
                AppliesTo = call.Get(appliesTo) ?? [],
                Supersedes = call.Get(supersedes),
                Related = call.Get(related) ?? [],
            },
            call.Get(number),
            call.Get(force),
            cancellationToken)));
    }

    private static Option<bool> Force(Command command)
    {
        var force = new Option<bool>("--force") { Description = "Write over what is there." };
        command.Options.Add(force);
        return force;
    }

    private static Option<string> Needed(Command command, string name, string letter, string description)
    {
        var option = new Option<string>(name, letter) { Description = description, HelpName = "text", Required = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && string.IsNullOrWhiteSpace(value))
            {
                result.AddError($"{name} is empty.");
            }
        });
        command.Options.Add(option);
        return option;
    }

    private static Option<string[]> Several(Command command, string description, string help, string name, params string[] aliases)
    {
        var option = new Option<string[]>(name, aliases) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = true };
        command.Options.Add(option);
        return option;
    }
}
