using System.Collections.Immutable;
using System.CommandLine;
using Tasker.Cli.Diagnosing;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Core.Diagnostics;
using Tasker.Formats.FrontDoors;
using Tasker.Formats.TaskTree.Progress;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker progress</c>: how far the tasks of a tree are, by phase.</summary>
internal static class ProgressCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static void Fill(Command command, Session session)
    {
        var path = new Argument<string>("path") { Description = "A folder of tasks, or the folder that it lies in.", DefaultValueFactory = _ => ".", Arity = ArgumentArity.ZeroOrOne };
        var watch = new Option<bool>("--watch") { Description = "Show it again whenever it changes, until every task is completed. Ctrl-C ends the watching." };
        var json = PlanOptions.Json();
        command.Arguments.Add(path);
        command.Options.Add(watch);
        command.Options.Add(json);
        command.SetAction((parse, cancellationToken) =>
            ShowAsync(session, parse.GetRequiredValue(path), parse.GetValue(watch), parse.GetValue(json), cancellationToken));
    }

    private static async Task<int> ShowAsync(Session session, string path, bool watch, bool json, CancellationToken cancellationToken)
    {
        var found = FrontDoorFinder.Find(session.FullPath(path), path);
        if (found.Value is not { Door: FrontDoor.TaskTree } plan)
        {
            await PlanReport.TellAsync(session, found, json);
            return found.Value is null ? ExitCode.WrongInput : throw new CommandException(ExitCode.WrongInput, $"'{path}' is no folder of tasks: {found.Value.Why}.");
        }

        var project = Project.OfPlan(plan.Path);
        var settings = project.ReadSettings(session);
        if (!await PlanReport.TellAsync(session, settings, json))
        {
            return ExitCode.WrongInput;
        }

        var view = new View(session, json, isLive: watch && !json && session.OutIsTerminal);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var signals = watch ? session.StopSignals?.Invoke(ended.Cancel) : null;
        try
        {
            while (true)
            {
                var read = Read(project, TreePlan.PlaceOf(project, settings.Value!, plan.Path));
                if (read.Value is not { } status)
                {
                    await PlanReport.TellAsync(session, read with { Diagnostics = PlanReader.Shown(session, project, read.Diagnostics) }, json);
                    return ExitCode.WrongInput;
                }

                await view.ShowAsync(Path.GetFileName(project.Root), status, PlanReader.Shown(session, project, read.Diagnostics));
                if (!watch || status.Phases.All(phase => phase.Completed == phase.Total))
                {
                    return read.Diagnostics.IsEmpty ? ExitCode.Done : ExitCode.Failed;
                }

                await Task.Delay(Look, session.Time, ended.Token);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        finally
        {
            view.End();
        }
    }

    /// <summary>Findings about the tasks themselves are those of 'tasker validate'; here only broken status files are told.</summary>
    private static ParseResult<TreeStatus> Read(Project project, TreePlace place)
    {
        var tree = TaskTreeReader.Read(project.Root, place);
        return tree.Value is { } document ? TreeStatus.Read(project.Root, document) : new ParseResult<TreeStatus>(null, tree.Diagnostics);
    }

    /// <summary>Shows what has changed: painted over in a terminal that is watched, else one after the other.</summary>
    private sealed class View(Session session, bool json, bool isLive)
    {
        private readonly LiveRegion? _region = isLive ? new LiveRegion(session.Out) : null;
        private string[] _lines = [];

        public async Task ShowAsync(string name, TreeStatus status, ImmutableArray<Diagnostic> broken)
        {
            string[] lines = json ? [JsonText.Object(writer => Dashboard.WriteJson(writer, status))] : [.. Dashboard.Lines(name, status)];
            if (_region is not null)
            {
                _lines = [.. lines, .. broken.Select(found => TextWidth.Plain(found.ToString()))];
                var (width, height) = session.Size();
                string[] shown = _lines.Length < height ? _lines : [.. Dashboard.Short(name, status), .. _lines[lines.Length..]];
                _region.Paint([], [.. shown.Take(Math.Max(1, height - 1)).Select(line => TextWidth.Cut(line, width))], (width, height));
                return;
            }

            if (lines.SequenceEqual(_lines))
            {
                return;
            }

            _lines = lines;
            await session.Out.WriteLineAsync(string.Join(Environment.NewLine, lines) + (json ? "" : Environment.NewLine));
            foreach (var found in broken)
            {
                await session.Error.WriteLineAsync(found.ToString());
            }
        }

        public void End() => _region?.Close(_lines, session.Size());
    }
}
