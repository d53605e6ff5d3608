using System.CommandLine;
using System.Globalization;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;
using Tasker.Cli.Tui;
using Tasker.Cli.Tui.Drawing;
using Tasker.Cli.Tui.Pictures;
using Tasker.Cli.Tui.Reading;
using Tasker.Planning;
using Tasker.Planning.Files;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker tui</c>: a plan and the runs of its project on one screen, live, or once.</summary>
internal static class TuiCommand
{
    private const int UsualWidth = 100;
    private const int LeastWidth = 20;
    private const int MostWidth = 1000;

    public static void Fill(Command command, Session session, string[]? arguments)
    {
        var scope = new PlanningScope(command, session, arguments);
        var once = new Option<bool>("--once") { Description = "Show it once as text and end; so it is also where there is no terminal." };
        command.Options.Add(once);
        scope.Does(command, (call, cancellationToken) => ShowAsync(call, call.Get(once), cancellationToken));
    }

    private static async Task<int> ShowAsync(PlanningCall call, bool once, CancellationToken cancellationToken)
    {
        var (session, project) = (call.Session, ProjectOf(call));
        var isLive = !call.WantsJson && !once && session is { OutIsTerminal: true, InIsTerminal: true, Terminal: not null } && session.Variable("TERM") != "dumb";
        using var watch = isLive ? new BoardWatch(call.Folder, project, session.Time) : null;
        await using var reader = new BoardReader(session, call.Store, project);

        // Gates of a large plan take a while: the live screen is there before they are.
        var board = await reader.ReadAsync(new BoardRequest(), isLive ? Parts.State | Parts.Runs | Parts.Logs : Parts.All, cancellationToken);
        if (board is { Plan: null, Runs.Count: 0 })
        {
            throw new PlanningException(PlanningCodes.NoState, $"{call.Store.NoState().Message} There are no runs here either; 'tasker run' makes one.");
        }

        if (call.WantsJson)
        {
            return await call.AnswerAsync("", () => BoardJson.Of(board, session.Time.GetUtcNow()));
        }

        if (watch is null)
        {
            return await OnceAsync(session, board);
        }

        using var loop = new BoardLoop(session, reader, new BoardSteering(session, call.Store, project), board);
        return await loop.RunAsync(watch, cancellationToken);
    }

    private static async Task<int> OnceAsync(Session session, Board board)
    {
        var pen = new Pen(session.OutInk, session.Time.GetUtcNow(), session.Time.LocalTimeZone);
        await session.Out.WriteLineAsync(string.Join('\n', new BoardOnce(pen, session.IsAscii).Lines(board, WidthOf(session))));
        return ExitCode.Done;
    }

    /// <summary>As many columns as the terminal has; else as <c>COLUMNS</c> says.</summary>
    private static int WidthOf(Session session) => session.OutIsTerminal ? session.Size().Width
        : int.TryParse(session.Variable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) ? Math.Clamp(columns, LeastWidth, MostWidth)
        : UsualWidth;

    /// <summary>The project whose runs are shown: the target directory of the plan; without a plan the one around the folder.</summary>
    private static Project ProjectOf(PlanningCall call)
    {
        if (call.Store.TryRead()?.TargetDir is { Length: > 0 } target && Directory.Exists(target))
        {
            return new Project(Path.TrimEndingDirectorySeparator(target));
        }

        return Directory.Exists(call.Folder.Root) && Path.GetFileName(call.Folder.Root) == PlanningFolder.Name
            ? new Project(call.Folder.Parent)
            : Project.Around(call.Session.Directory);
    }
}
