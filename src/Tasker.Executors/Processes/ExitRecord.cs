using System.Globalization;
using System.Text;

namespace Tasker.Executors.Processes;

/// <summary>How a process that outlives its owner leaves its exit code: a wrapper writes it down.</summary>
internal static class ExitRecord
{
    private const int LongestRecord = 64;

    /// <summary>The script of the wrapper.</summary>
    /// <remarks>It outlives polite signals, which the command gets too, to tell how the command took them.</remarks>
    internal const string Wrapper =
        "trap : HUP INT TERM\nf=$1\n"
        + "if [ -n \"$2\" ]; then ulimit -d \"$2\" || { printf 'exit 126\\n' >\"$f\"; exit 126; }; fi\n"
        + "shift 2\n\"$@\"\nc=$?\nprintf 'exit %s\\n' \"$c\" >\"$f\"\nexit \"$c\"\n";

    /// <summary>The arguments of <c>sh</c> for a command under the wrapper; nothing of the command is part of the script.</summary>
    /// <param name="recordPath">Gets the exit code.</param>
    /// <param name="memoryLimit">Bytes of private memory that each of its processes may have; null: no limit.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static IReadOnlyList<string> Wrap(string recordPath, long? memoryLimit, string program, IEnumerable<string> arguments) =>
        ["sh", "-c", Wrapper, "tasker-wrap", recordPath,
            memoryLimit is { } bytes ? Math.Max(1, bytes / 1024).ToString(CultureInfo.InvariantCulture) : "", program, .. arguments];

    /// <summary>Writes down how a command ended that never began, as a shell would tell it.</summary>
    public static void Write(string path, int code)
    {
        try
        {
            File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"exit {code}\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is for the next owner, who then tries again.
        }
    }

    /// <summary>The exit code; null when there is no record, or only a part of one.</summary>
    public static int? Read(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[LongestRecord];
            var text = Encoding.ASCII.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0));

            // The line end is written last: without it the record is not whole.
            return text.StartsWith("exit ", StringComparison.Ordinal) && text.EndsWith('\n')
                && byte.TryParse(text.AsSpan(5, text.Length - 6), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                ? code
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
