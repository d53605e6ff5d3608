using System.Globalization;
using System.Text.Json.Nodes;
using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Planning;
using Tasker.Planning.States;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state log-tokens</c>: what a session used, by position or by option.</summary>
internal static class LogTokensCommand
{
    private static readonly PlainOption Session = new("session", "The session. It has one total: told again, the new one counts.");
    private static readonly PlainOption Task = new("--task", "The task that it worked on.") { HelpName = "id" };
    private static readonly PlainOption Model = new("--model", "The model.") { HelpName = "name" };
    private static readonly PlainOption Add = new("--add", "The figures come on top of what the session used before.");
    private static readonly Figure[] Figures = [new("input", "Tokens read."), new("output", "Tokens written."), new("cost", "Cost in dollars.")];

    public static PlainCommand Plain { get; } = new(RunAsync)
    {
        Arguments = [Session, .. Array.ConvertAll(Figures, figure => figure.Argument)],
        Options = [.. Array.ConvertAll(Figures, figure => figure.Option), Task, Model, Add],
    };

    private static async Task<int> RunAsync(PlainCall call, CancellationToken cancellationToken)
    {
        // Told by options, the first word is a task, and the figures are those of one piece of work.
        var byOptions = Array.Exists(Figures, figure => call.Value(figure.Option) is not null);
        var values = Array.ConvertAll(Figures, figure => Number(figure.Name, (byOptions ? call.Value(figure.Option) : call.Value(figure.Argument)) ?? (byOptions ? "0" : null)));
        var name = call.Value(Session) is { Length: > 0 } typed ? typed
            : throw new PlanningException(PlanningCodes.Usage, "<session> is empty. It is the id of the session, by which what is told twice counts once.");
        var report = new UsageReport(name, (long)values[0], (long)values[1], values[2], byOptions ? name : call.Value(Task), call.Value(Model));
        var isMore = byOptions || call.Is(Add);
        var told = await call.Store.ChangeAsync((state, now) => Told(UsageRules.Log(state, report, isMore, now), isMore), cancellationToken);
        return await call.AnswerAsync(
            told, () => new JsonObject { ["ok"] = true, ["session"] = name, ["input_tokens"] = report.Input, ["output_tokens"] = report.Output, ["cost_usd"] = report.Cost });
    }

    private static string Told(long before, bool isMore) => before > 0 && !isMore ? $"Tokens logged (in place of {before:N0} of this session)" : "Tokens logged";

    private static double Number(string name, string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        && (name == "cost" || number == Math.Floor(number)) && number < 1e15
            ? number
            : throw new PlanningException(PlanningCodes.Usage, $"'{text}' is no value for <{name}>: it takes {(name == "cost" ? "a number" : "a whole number")} from 0 up.");

    /// <summary>A figure, by position or by option.</summary>
    private sealed record Figure(string Name, string Description)
    {
        public PlainOption Argument { get; } = new(Name, Description) { IsOptional = true };

        public PlainOption Option { get; } = new($"--{Name}", Description) { HelpName = "n", IsHidden = true };
    }
}
