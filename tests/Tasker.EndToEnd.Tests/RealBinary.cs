using System.Diagnostics;

namespace Tasker.EndToEnd.Tests;

/// <summary>The real command in a folder of its own.</summary>
internal sealed class RealBinary : IDisposable
{
    /// <summary>The folder of the command and of nothing else.</summary>
    public static readonly string BinaryFolder = Path.Combine(AppContext.BaseDirectory, "command");

    /// <summary>The command.</summary>
    public static readonly string Binary = Path.Combine(BinaryFolder, OperatingSystem.IsWindows() ? "tasker.exe" : "tasker");
    private readonly bool _isOurs;

    public RealBinary() => (Folder, _isOurs) = (Directory.CreateTempSubdirectory("tasker-e2e-").FullName, true);

    /// <param name="folder">Its folder; somebody else removes it.</param>
    public RealBinary(string folder) => Folder = folder;

    /// <summary>The command in a copy of an example.</summary>
    public static RealBinary OfExample(string name)
    {
        var binary = new RealBinary();
        var prefix = $"examples/{name}/";
        foreach (var file in Testing.RepositoryFiles.All.Where(file => file.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var target = binary.PathOf(file[prefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(Testing.RepositoryFiles.Root, file), target);
        }

        return binary;
    }

    /// <summary>True where the long sets run, too.</summary>
    public static bool IsSlow => Environment.GetEnvironmentVariable("TASKER_SLOW") is not null;

    public string Folder { get; }

    public string StorePath => PathOf(".tasker/tasker.db");

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    public string[] Lines(string file)
    {
        var path = PathOf(file);
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    /// <summary>Runs the command to its end.</summary>
    public Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync(Launch.Plain, arguments);

    /// <summary>Runs the command to its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(Launch launch, params string[] arguments)
    {
        using var command = Start(launch, arguments);
        return await command.EndAsync();
    }

    /// <summary>Starts the command.</summary>
    public RunningCommand Start(params string[] arguments) => Start(Launch.Plain, arguments);

    /// <summary>Starts the command.</summary>
    public RunningCommand Start(Launch launch, params string[] arguments)
    {
        string[] line = [.. launch.Wrapper, Binary, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = Folder };
        start.Environment["OTHER_TASKER"] = Binary;
        return new RunningCommand(start);
    }

    /// <summary>Waits until a file of the folder is as it should be.</summary>
    public async Task UntilAsync(string file, Predicate<string[]> isSo, CancellationToken cancellationToken = default)
    {
        var changed = new SemaphoreSlim(0);
        using var watcher =
            new FileSystemWatcher(Folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.Size | NotifyFilters.LastWrite };
        watcher.Changed += (_, _) => changed.Release();
        watcher.Created += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        while (!isSo(Lines(file)))
        {
            Assert.True(await changed.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken),
                $"'{file}' never became so; it is:\n{string.Join('\n', Lines(file))}");
        }
    }

    public void Dispose()
    {
        if (_isOurs)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
