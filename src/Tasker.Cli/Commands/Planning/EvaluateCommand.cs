using System.CommandLine;
using System.Text;
using Tasker.Cli.Sessions;
using Tasker.Planning.Evaluating;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker evaluate</c>: the report about a plan and its execution.</summary>
internal static class EvaluateCommand
{
    public static void Fill(Command command, Session session, string[]? arguments)
    {
        var scope = new PlanningScope(command, session, arguments);
        var output = new Option<string?>("--output", "-o") { Description = "Write the report into this file; its folder is made.", HelpName = "file" };
        var metricsOnly = new Option<bool>("--metrics-only") { Description = "Rates, tokens and cost alone." };
        var validate = new Option<bool>("--validate") { Description = "Check the plan again and add what is found." };
        command.Options.Add(output);
        command.Options.Add(metricsOnly);
        command.Options.Add(validate);
        scope.Does(command, async (call, cancellationToken) =>
        {
            var answer = call.Get(metricsOnly) ? Evaluation.Metrics(call.Store) : Evaluation.Of(call.Store, call.Get(validate));
            if (call.Get(output) is not { Length: > 0 } file)
            {
                return await call.TellAsync(answer);
            }

            // The format says what is in the file; the line says where it is.
            var path = call.Session.FullPath(file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await Engine.Files.AtomicFile.WriteAsync(path, Encoding.UTF8.GetBytes(call.WantsJson ? PlanningCall.Text(answer.Json) : answer.Text + "\n"), cancellationToken);
            await call.Session.Out.WriteLineAsync($"Report written to {file}");
            return ExitCode.Done;
        });
    }
}
