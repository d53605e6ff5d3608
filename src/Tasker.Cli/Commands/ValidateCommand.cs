using System.CommandLine;
using System.Text.Json;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;

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
        var all = await PlanReader.CheckAllAsync(session, request, cancellationToken);
        if (!Path.Exists(session.FullPath(request.Path)) && Suggestions.Nearest(request.Path, Planning.GateCommands.Names) is { } near)
        {
            all = [.. all.Select(one => (one.Path, Suggesting(one.Checked, $"Did you mean 'tasker validate {near}'?")))];
        }

        var sound = all.All(plan => plan.Checked.IsUsable);
        if (json)
        {
            await session.Out.WriteLineAsync(JsonText.Object(writer => Write(writer, all, sound), indented: true));
        }
        else
        {
            foreach (var (path, read) in all)
            {
                await TellAsync(session, path, read);
            }
        }

        return sound ? ExitCode.Done : ExitCode.WrongInput;
    }

    /// <summary>What is no file may be the name of a check, misspelt.</summary>
    private static ParseResult<CheckedPlan> Suggesting(ParseResult<CheckedPlan> read, string meant) =>
        read with { Diagnostics = [.. read.Diagnostics.Select(found => found with { Fix = found.Fix.Length == 0 ? meant : $"{meant} {found.Fix}" })] };

    /// <summary>One plan is the object itself; several are told one by one below <c>plans</c>.</summary>
    private static void Write(Utf8JsonWriter writer, IReadOnlyList<(string Path, ParseResult<CheckedPlan> Checked)> all, bool sound)
    {
        if (all is [var (_, only)])
        {
            Write(writer, only);
            return;
        }

        writer.WriteBoolean("ok", sound);
        writer.WriteStartArray("plans");
        foreach (var (path, read) in all)
        {
            writer.WriteStartObject();
            writer.WriteString("path", path);
            Write(writer, read);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ParseResult<CheckedPlan> read)
    {
        writer.WriteBoolean("ok", read.IsUsable);
        if (read.Value is { } plan)
        {
            writer.WriteString("format", plan.Format);
            writer.WriteString("why", plan.Found.Why);
            writer.WriteString("name", plan.Name);
            writer.WriteNumber("steps", plan.Steps);
        }

        DiagnosticsJson.Write(writer, read.Diagnostics);
    }

    private static async Task TellAsync(Session session, string path, ParseResult<CheckedPlan> read)
    {
        await DiagnosticsPrinter.WriteAsync(read.Diagnostics, session.Error, session.ErrorIsTerminal, session);
        if (read.IsUsable)
        {
            var count = Screens.Words.Count(read.Value.Steps, "step");
            var found = read.Diagnostics.IsEmpty ? "" : $", {DiagnosticsPrinter.Count(read.Diagnostics)}";
            await session.Out.WriteLineAsync($"{session.OutInk.Green("✓")} {path}: {count}{found}");
            await session.Out.WriteLineAsync(session.OutInk.Dim($"  read as {read.Value.Format}, because {read.Value.Found.Why}"));
            return;
        }

        await session.Error.WriteLineAsync($"{session.ErrorInk.Red("✗")} {path}: {DiagnosticsPrinter.Count(read.Diagnostics)}");
    }
}
