using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tasker.Planning;
using Tasker.Planning.States;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state log-tokens</c>: what a session used, by position or by option.</summary>
internal static class LogTokensCommand
{
    public static void Fill(Command command, PlanningScope scope)
    {
        var session = new Argument<string>("session") { Description = "The session. It has one total: told again, the new one counts." };
        command.Arguments.Add(session);
        Figure[] figures = [Declared(command, "input", "Tokens read."), Declared(command, "output", "Tokens written."), Declared(command, "cost", "Cost in dollars.")];
        var task = new Option<string?>("--task") { Description = "The task that it worked on.", HelpName = "id" };
        var model = new Option<string?>("--model") { Description = "The model.", HelpName = "name" };
        var add = new Option<bool>("--add") { Description = "The figures come on top of what the session used before." };
        command.Options.Add(task);
        command.Options.Add(model);
        command.Options.Add(add);
        scope.Does(command, async (call, cancellationToken) =>
        {
            // Told by options, the first word is a task, and the figures are those of one piece of work.
            var byOptions = Array.Exists(figures, figure => call.Get(figure.Option) is not null);
            var values = Array.ConvertAll(figures, figure => Number(figure.Name, (byOptions ? call.Get(figure.Option) : call.Get(figure.Argument)) ?? (byOptions ? "0" : null)));
            var name = call.Get(session)!;
            var report = new UsageReport(name, (long)values[0], (long)values[1], values[2], byOptions ? name : call.Get(task), call.Get(model));
            var isMore = byOptions || call.Get(add);
            var told = await call.Store.ChangeAsync((state, now) => Told(UsageRules.Log(state, report, isMore, now), isMore), cancellationToken);
            return await call.AnswerAsync(
                told, () => new JsonObject { ["ok"] = true, ["session"] = name, ["input_tokens"] = report.Input, ["output_tokens"] = report.Output, ["cost_usd"] = report.Cost });
        });
    }

    private static string Told(long before, bool isMore) => before > 0 && !isMore ? $"Tokens logged (in place of {before:N0} of this session)" : "Tokens logged";

    private static Figure Declared(Command command, string name, string description)
    {
        var argument = new Argument<string?>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };
        var option = new Option<string?>($"--{name}") { Description = description, HelpName = "n", Hidden = true };
        command.Arguments.Add(argument);
        command.Options.Add(option);
        return new Figure(name, argument, option);
    }

    private static double Number(string name, string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        && (name == "cost" || number == Math.Floor(number)) && number < 1e15
            ? number
            : throw new PlanningException(PlanningCodes.Usage, $"'{text}' is no value for <{name}>: it takes {(name == "cost" ? "a number" : "a whole number")} from 0 up.");

    /// <summary>A figure, by position or by option.</summary>
    private sealed record Figure(string Name, Argument<string?> Argument, Option<string?> Option);
}
