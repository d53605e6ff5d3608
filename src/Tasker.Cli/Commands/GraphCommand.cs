using System.CommandLine;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Core.Runs;
using Tasker.Engine.Reading;
using Tasker.Formats.Drawing;

namespace Tasker.Cli.Commands;

/// <summary>
/// <c>tasker graph PATH</c> or <c>tasker graph RUN</c>: a plan, or the frozen workflow of a run with what came of it, as a picture or as text
/// that makes one. Nothing is run.
/// </summary>
internal static class GraphCommand
{
    public static void Fill(Command command, Session session)
    {
        var what = new Argument<string>("plan") { Description = "A workflow file, a folder with one, a SPEC.md, a folder of tasks, or a task of phases; or a run: its id, the beginning of it, or 'last'." };
        var format = new Option<string?>("--format", "-f") { Description = "The form: mermaid, dot, svg or json; default: by the name of the file, else mermaid.", HelpName = "form" };
        PlanOptions.OneOf(format, "mermaid", "dot", "svg", "json");
        var (output, project, tasks) = (PlanOptions.Output(), PlanOptions.Project(), PlanOptions.TasksFolder());
        command.Arguments.Add(what);
        command.Options.Add(format);
        command.Options.Add(output);
        command.Options.Add(project);
        command.Options.Add(tasks);
        command.SetAction((parse, cancellationToken) => DrawAsync(
            session,
            new Drawing(parse.GetRequiredValue(what), parse.GetValue(format), parse.GetValue(output), parse.GetValue(project), parse.GetValue(tasks)),
            cancellationToken));
    }

    private static async Task<int> DrawAsync(Session session, Drawing drawing, CancellationToken cancellationToken)
    {
        var kind = KindOf(drawing);
        var isPlan = Path.Exists(session.FullPath(drawing.What)) || TaskNames.Resolve(session, new PlanRequest(drawing.What, drawing.TasksFolder)).Value != drawing.What;
        if (!isPlan && await FindRunAsync(session, drawing, cancellationToken) is { } run)
        {
            return await TextOutput.WriteAsync(session, GraphText.Draw(run.Workflow, kind, Statuses(run)), drawing.Output, cancellationToken);
        }

        var read = await PlanReader.ReadAsync(session, new PlanRequest(drawing.What, drawing.TasksFolder), cancellationToken);
        await DiagnosticsPrinter.WriteAsync(read.Diagnostics, session.Error, session.ErrorIsTerminal, session);
        return read.IsUsable
            ? await TextOutput.WriteAsync(session, GraphText.Draw(read.Value.Workflow, kind), drawing.Output, cancellationToken)
            : ExitCode.WrongInput;
    }

    /// <summary>The run that is meant where there is no such file; null when it looks like a path and there is no such run either.</summary>
    private static async Task<RunState?> FindRunAsync(Session session, Drawing drawing, CancellationToken cancellationToken)
    {
        var project = Project.Of(session, drawing.Project);
        var isPath = drawing.What.AsSpan().ContainsAny('/', '\\') || drawing.What.EndsWith(".yaml", StringComparison.Ordinal)
            || drawing.What.EndsWith(".yml", StringComparison.Ordinal) || drawing.What.EndsWith(".md", StringComparison.Ordinal);
        if (isPath || (drawing.Project is null && !File.Exists(project.StorePath)))
        {
            return null;
        }

        await using var journal = project.OpenJournal(session.Time);
        var record = await RunFinder.FindAsync(journal, drawing.What, cancellationToken);
        return await RunReader.ReadAsync(journal, record.RunId, null, cancellationToken);
    }

    private static Dictionary<string, NodeStatus> Statuses(RunState run)
    {
        var statuses = new Dictionary<string, NodeStatus>(StringComparer.Ordinal);
        for (var node = 1; node < run.Count; node++)
        {
            statuses[run.IdOf(node)] = run.StatusOf(node);
        }

        return statuses;
    }

    private static GraphFormat KindOf(Drawing drawing) => (drawing.Format ?? Path.GetExtension(drawing.Output)?.TrimStart('.')) switch
    {
        "dot" or "gv" => GraphFormat.Dot,
        "svg" => GraphFormat.Svg,
        "json" => GraphFormat.Json,
        _ => GraphFormat.Mermaid,
    };

    private sealed record Drawing(string What, string? Format, string? Output, string? Project, string? TasksFolder);
}
