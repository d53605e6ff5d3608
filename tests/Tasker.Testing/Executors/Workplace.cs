using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Testing.Executors;

/// <summary>A project in a folder of its own, in which orders are carried out. It is gone after the test.</summary>
public sealed class Workplace : IDisposable
{
    private int _orders;

    public Workplace()
    {
        Root = Directory.CreateTempSubdirectory("tasker-test-").FullName;
        Outside = Directory.CreateTempSubdirectory("tasker-outside-").FullName;
        Logs = Directory.CreateDirectory(Path.Combine(Root, ".tasker", "logs")).FullName;
    }

    /// <summary>The project root.</summary>
    public string Root { get; }

    /// <summary>A folder that is no part of the project.</summary>
    public string Outside { get; }

    /// <summary>Where logs are.</summary>
    public string Logs { get; }

    /// <summary>An order with a key of its own.</summary>
    public AttemptOrder Order(StepAction action)
    {
        var number = Interlocked.Increment(ref _orders);
        var name = $"step{number}";
        return new AttemptOrder
        {
            Key = $"{Path.GetFileName(Root)}/{name}/1",
            RunId = Path.GetFileName(Root),
            StepId = name,
            Attempt = 1,
            Action = action,
            Root = Root,
            WorkingDirectory = Root,
            LogPath = Path.Combine(Logs, $"{name}.1.log"),
            OutputPath = Path.Combine(Logs, $"{name}.1.output"),
        };
    }

    /// <summary>An order for a command line.</summary>
    public AttemptOrder Order(string line) => Order(new StepAction.Run(CommandSpec.Shell(line)));

    /// <summary>A path below the root.</summary>
    public string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>Writes a file below the root, with its folders.</summary>
    public string Write(string path, string text)
    {
        var full = At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    /// <summary>Writes a program below the root.</summary>
    public string Script(string path, string text)
    {
        var full = Write(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(full, (UnixFileMode)0b111_101_101);
        }

        return full;
    }

    public NamedPipe Pipe(string name) => new(At(name));

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        Directory.Delete(Outside, recursive: true);
    }
}
