using System.Diagnostics;

namespace Tasker.Bench;

/// <summary>Starts programs and takes their time.</summary>
internal static class Programs
{
    public static string? Find(string program) =>
        Path.IsPathRooted(program)
            ? File.Exists(program) ? program : null
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
                .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Wall time from the start of a program to its end. Its output is dropped.</summary>
    /// <exception cref="InvalidOperationException">It failed; its words are the message.</exception>
    public static TimeSpan Time(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var words = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        var took = watch.Elapsed;
        return process.ExitCode == 0
            ? took
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output.Result}{words.Result}");
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
