using System.CommandLine;
using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Cli.Sessions;
using Tasker.Planning.Evaluating;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker evaluate</c>: the report about a plan and its execution.</summary>
internal static class EvaluateCommand
{
    private static readonly PlainOption Output = new("--output", "Write the report into this file; its folder is made.") { Aliases = ["-o"], HelpName = "file" };
    private static readonly PlainOption MetricsOnly = new("--metrics-only", "Rates, tokens and cost alone.");
    private static readonly PlainOption Validate = new("--validate", "Check the plan again and add what is found.");

    public static PlainCommand Plain { get; } = new(RunAsync) { Options = [Output, MetricsOnly, Validate] };

    public static void Fill(Command command, Session session, string[]? arguments) => Plain.Fill(command, new PlanningScope(command, session, arguments));

    private static async Task<int> RunAsync(PlainCall call, CancellationToken cancellationToken)
    {
        var answer = call.Is(MetricsOnly) ? Evaluation.Metrics(call.Store) : Evaluation.Of(call.Store, call.Is(Validate));
        if (call.Value(Output) is not { Length: > 0 } file)
        {
            return await call.TellAsync(answer);
        }

        // The format says what is in the file; the line says where it is.
        await call.WriteFileAsync(file, call.WantsJson ? PlanningCall.Text(answer.Json) : answer.Text + "\n", cancellationToken);
        await call.Session.Out.WriteLineAsync($"Report written to {file}");
        return ExitCode.Done;
    }
}
