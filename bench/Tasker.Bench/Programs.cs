using System.Diagnostics;

namespace Tasker.Bench;

/// <summary>Starts programs and takes their time.</summary>
internal static class Programs
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    public static string? Find(string program) =>
        Path.IsPathRooted(program)
            ? File.Exists(program) ? program : null
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
                .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Wall time from the start of a program to its end. Its output is dropped.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it is started.</param>
    /// <param name="memory">Told the most memory that it had so far, in bytes, again and again; only where the system tells it.</param>
    /// <exception cref="InvalidOperationException">It failed; its words are the message.</exception>
    public static TimeSpan Time(string program, IEnumerable<string> arguments, string folder, Action<long>? memory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var words = process.StandardError.ReadToEndAsync();
        while (memory is not null && !process.WaitForExit(LookEvery))
        {
            memory(Peak(process.Id));
        }

        process.WaitForExit();
        var took = watch.Elapsed;
        return process.ExitCode == 0
            ? took
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output.Result}{words.Result}");
    }

    private static long Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
        }
        catch (IOException)
        {
            return 0; // It has just ended.
        }
    }

    /// <summary>First line that a program prints.</summary>
    public static string FirstLine(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var line = process.StandardOutput.ReadLine() ?? "";
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return line;
    }
}
