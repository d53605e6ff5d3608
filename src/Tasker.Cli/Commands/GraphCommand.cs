using System.CommandLine;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Formats.Drawing;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker graph PATH</c>: the workflow as a picture or as text that makes one, on standard output. Nothing is run or written.</summary>
internal static class GraphCommand
{
    public static void Fill(Command command, Session session)
    {
        var path = PlanOptions.Path();
        var format = new Option<string>("--format", "-f") { Description = "The form: mermaid, dot, svg or json.", HelpName = "form", DefaultValueFactory = _ => "mermaid" };
        PlanOptions.OneOf(format, "mermaid", "dot", "svg", "json");
        command.Arguments.Add(path);
        command.Options.Add(format);
        command.SetAction((parse, _) => DrawAsync(session, parse.GetRequiredValue(path), parse.GetRequiredValue(format)));
    }

    private static async Task<int> DrawAsync(Session session, string path, string format)
    {
        var read = PlanReader.Read(session, path);
        await DiagnosticsPrinter.WriteAsync(read.Diagnostics, session.Error, session.ErrorIsTerminal, session);
        if (!read.IsUsable)
        {
            return ExitCode.WrongInput;
        }

        var kind = format switch
        {
            "dot" => GraphFormat.Dot,
            "svg" => GraphFormat.Svg,
            "json" => GraphFormat.Json,
            _ => GraphFormat.Mermaid,
        };
        await session.Out.WriteLineAsync(GraphText.Draw(read.Value.Workflow, kind).TrimEnd('\n'));
        return ExitCode.Done;
    }
}
