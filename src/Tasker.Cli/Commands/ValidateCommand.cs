using System.CommandLine;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Workflows;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker validate PATH</c>: findings one per line; exit code 0 or 2. Nothing is run or written.</summary>
internal static class ValidateCommand
{
    public static void Fill(Command command, Session session)
    {
        var (path, tasks, json) = (PlanOptions.Path(), PlanOptions.TasksFolder(), PlanOptions.Json());
        command.Arguments.Add(path);
        command.Options.Add(tasks);
        command.Options.Add(json);
        command.SetAction((parse, cancellationToken) => ValidateAsync(
            session, new PlanRequest(parse.GetRequiredValue(path), parse.GetValue(tasks)), parse.GetValue(json), cancellationToken));
    }

    private static async Task<int> ValidateAsync(Session session, PlanRequest request, bool json, CancellationToken cancellationToken)
    {
        var read = await PlanReader.ReadAsync(session, request, cancellationToken);
        if (json)
        {
            await session.Out.WriteLineAsync(JsonText.Object(
                writer =>
                {
                    writer.WriteBoolean("ok", read.IsUsable);
                    if (read.Value is { } plan)
                    {
                        writer.WriteString("format", plan.Workflow.FrontDoor);
                        writer.WriteString("why", plan.Found.Why);
                        writer.WriteString("name", plan.Workflow.Name);
                        writer.WriteNumber("steps", Steps(plan.Workflow.Root));
                    }

                    DiagnosticsJson.Write(writer, read.Diagnostics);
                },
                indented: true));
            return read.IsUsable ? ExitCode.Done : ExitCode.WrongInput;
        }

        await DiagnosticsPrinter.WriteAsync(read.Diagnostics, session.Error, session.ErrorIsTerminal, session);
        if (read.IsUsable)
        {
            var count = Screens.Words.Count(Steps(read.Value.Workflow.Root), "step");
            var found = read.Diagnostics.IsEmpty ? "" : $", {DiagnosticsPrinter.Count(read.Diagnostics)}";
            await session.Out.WriteLineAsync($"{session.OutInk.Green("✓")} {request.Path}: {count}{found}");
            await session.Out.WriteLineAsync(session.OutInk.Dim($"  read as {read.Value.Workflow.FrontDoor}, because {read.Value.Found.Why}"));
            return ExitCode.Done;
        }

        await session.Error.WriteLineAsync($"{session.ErrorInk.Red("✗")} {request.Path}: {DiagnosticsPrinter.Count(read.Diagnostics)}");
        return ExitCode.WrongInput;
    }

    private static int Steps(GroupSpec group)
    {
        var steps = 0;
        foreach (var member in group.Members)
        {
            steps += member is GroupSpec inner ? Steps(inner) : 1;
        }

        return steps;
    }
}
