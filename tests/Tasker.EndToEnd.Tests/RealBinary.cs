using System.Diagnostics;

namespace Tasker.EndToEnd.Tests;

/// <summary>The real command in a folder of its own.</summary>
internal sealed class RealBinary : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Binary = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "tasker.exe" : "tasker");

    public RealBinary() => Folder = Directory.CreateTempSubdirectory("tasker-e2e-").FullName;

    public string Folder { get; }

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    public string[] Lines(string file)
    {
        var path = Path.Combine(Folder, file);
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    /// <summary>Runs the command to its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Binary)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["OTHER_TASKER"] = Binary;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output.WaitAsync(Patience), await error.WaitAsync(Patience));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
