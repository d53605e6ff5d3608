using System.CommandLine;
using Tasker.Cli.Sessions;
using Tasker.Formats.Settings;

namespace Tasker.Cli.Commands;

/// <summary><c>tasker init</c>: a small commented workflow and settings to begin with. Never writes over a file.</summary>
internal static class InitCommand
{
    private const string Workflow = """
        # A workflow. Check it with 'tasker validate .', draw it with 'tasker graph .', run it with 'tasker run .'.
        name: hello

        # What a run is given: tasker run . -i who=world
        inputs:
          who: { type: string, default: world }

        steps:
          greet:
            run: echo "Hello ${{ inputs.who }}"
          count:
            run: seq 1 3
          # Starts when both have succeeded; tried up to 3 times.
          report:
            needs: [greet, count]
            run: echo "all done"
            retry: { attempts: 3, delay: 2s }

        """;

    private const string Settings = """
        # Settings of this project; every line may be left out.

        # From asking work to stop until ending it; the most of a log that is kept; ended runs that are kept.
        limits: { grace: 10s, log-limit: 50 MB, keep-runs: 200 }

        # Agents that steps may ask, by the name that they use:
        # agents:
        #   claude:
        #     command: claude
        #     args: ["-p"]
        #     prompt: stdin

        """;

    public static void Fill(Command command, Session session)
    {
        var folder = new Argument<string>("dir") { Description = "The folder; it is made when it is not there.", DefaultValueFactory = _ => "." };
        command.Arguments.Add(folder);
        command.SetAction((parse, cancellationToken) => InitAsync(session, parse.GetRequiredValue(folder), cancellationToken));
    }

    private static async Task<int> InitAsync(Session session, string folder, CancellationToken cancellationToken)
    {
        var full = session.FullPath(folder);
        (string Name, string Text)[] files = [("workflow.yaml", Workflow), (ProjectSettingsReader.FileName, Settings)];
        var there = files.Where(f => Path.Exists(Path.Combine(full, f.Name))).Select(f => f.Name).ToArray();
        if (there.Length > 0)
        {
            throw new CommandException(ExitCode.WrongInput, $"{string.Join(" and ", there)} {(there.Length == 1 ? "is" : "are")} there already; nothing was written. Name an empty folder.");
        }

        Directory.CreateDirectory(full);
        foreach (var (name, text) in files)
        {
            // Created new: what somebody else has put there meanwhile is not written over.
            await using var file = new FileStream(Path.Combine(full, name), FileMode.CreateNew, FileAccess.Write);
            await using var writer = new StreamWriter(file);
            await writer.WriteAsync(text.ReplaceLineEndings("\n").AsMemory(), cancellationToken);
            await session.Out.WriteLineAsync($"{session.OutInk.Green("✓")} {session.ShortPath(Path.Combine(full, name))}");
        }

        await session.Out.WriteLineAsync(session.OutInk.Dim($"  run it: tasker run {folder}"));
        return ExitCode.Done;
    }
}
