using System.Text.RegularExpressions;
using Tasker.Cli.Projects;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Tests.Surroundings;

/// <summary>The program without a process: a folder, two streams in memory, and surroundings that a test chooses.</summary>
internal sealed partial class CommandLine : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-cli-").FullName;

    /// <summary>The folder that the user stands in. It is a project of its own.</summary>
    public string Folder => _folder;

    public Project Project => new(_folder);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public bool IsTerminal { get; set; }

    /// <summary>Gets who listens to the terminal.</summary>
    public Func<ITerminalListener, IDisposable>? Terminal { get; set; }

    /// <summary>What the user types when something is asked, a line each.</summary>
    public string[] Answers { get; set; } = [];

    public Dictionary<string, string> Variables { get; } = new() { ["USER"] = "ada", ["TERM"] = "xterm-256color" };

    /// <summary>Gets what the program calls when a signal should stop it; a test calls it in place of Ctrl-C.</summary>
    public TaskCompletionSource<Action> Stop { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public (int Width, int Height) Size { get; set; } = (80, 24);

    public CommandLine Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public string Read(string file) => File.ReadAllText(Path.Combine(_folder, file));

    /// <summary>Runs one command.</summary>
    public async Task<Outcome> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var exit = await Application.RunAsync(arguments, SessionOf(TextWriter.Synchronized(output), TextWriter.Synchronized(error)));
        return new Outcome(exit, Normal(output), Normal(error));
    }

    /// <summary>Surroundings that write to the given streams.</summary>
    /// <param name="time">Another clock; null: that of the place.</param>
    public Session SessionOf(TextWriter output, TextWriter error, TimeProvider? time = null) => new(() => output, () => error)
    {
        In = () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Concat(Answers.Select(answer => answer + "\n")))),
        OutIsTerminal = IsTerminal,
        ErrorIsTerminal = IsTerminal,
        InIsTerminal = IsTerminal,
        Terminal = Terminal,
        Size = () => Size,
        Directory = _folder,
        Time = time ?? Time,
        Variable = name => Variables.GetValueOrDefault(name),
        AllVariables = () => Variables,
        StopSignals = asked =>
        {
            Stop.TrySetResult(asked);
            return new StringReader("");
        },
    };

    /// <summary>A text without what differs from run to run: folders, ids, times of the day, times taken, processes.</summary>
    public static string Normal(string text)
    {
        var normal = RunId().Replace(text, "$1-<time>");
        normal = TimeOfDay().Replace(normal, "<time>");
        normal = Took().Replace(normal, "<took>");
        return Process().Replace(normal, "process <pid>");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Normal(StringWriter writer) =>
        writer.ToString().ReplaceLineEndings("\n").Replace(_folder, "<folder>", StringComparison.Ordinal);

    [GeneratedRegex(@"([a-z]+)-\d{8}-\d{6}-[0-9a-f]{4}")]
    private static partial Regex RunId();

    [GeneratedRegex(@"\b\d\d:\d\d:\d\d(\.\d+)?\b")]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"\b\d+(\.\d+)?(ms| ms|s| s)\b")]
    private static partial Regex Took();

    [GeneratedRegex(@"process \d+")]
    private static partial Regex Process();
}
