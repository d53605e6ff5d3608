using System.Globalization;
using System.Text;

namespace Tasker.Executors.Logs;

/// <summary>Where standard output that was kept by itself has joined the log: who follows both must not tell it twice.</summary>
/// <remarks>
/// A small file beside the log. Its first line is there before the first byte joins, its second once the log has its final form.
/// </remarks>
/// <param name="From">Bytes of the log before what joined.</param>
/// <param name="To">Bytes of the log after it.</param>
/// <param name="End">Bytes of the log in its final form; -1 while it has not got that yet.</param>
internal readonly record struct JoinMark(long From, long To, long End)
{
    private const int MostBytes = 256;

    /// <summary>True once the log has its final form.</summary>
    public bool IsComplete => End >= 0;

    /// <summary>The mark of standard output that is kept in a file.</summary>
    public static string PathOf(string stdoutPath) => stdoutPath + ".joined";

    /// <summary>The mark; null when there is none.</summary>
    public static JoinMark? Read(string path)
    {
        try
        {
            var lines = new FileInfo(path) is { Exists: true, Length: <= MostBytes } ? File.ReadAllText(path).Split('\n') : [];
            if (lines.Length < 2 || !Number(lines[0], out var from))
            {
                return null;
            }

            return lines.Length > 2 && lines[1].Split(' ') is [var second, var third] && Number(second, out var to)
                && Number(third, out var end)
                ? new JoinMark(from, to, end)
                : new JoinMark(from, from, -1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Says that the log grows by standard output from now on.</summary>
    public static void Begin(string path, long from) => Append(path, string.Create(CultureInfo.InvariantCulture, $"{from}\n"));

    /// <summary>Says that the log has its final form.</summary>
    public static void Complete(string path, long to, long end) =>
        Append(path, string.Create(CultureInfo.InvariantCulture, $"{to} {end}\n"));

    private static bool Number(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static void Append(string path, string line)
    {
        try
        {
            using var file = LogFile.Open(path);
            file.Append(Encoding.ASCII.GetBytes(line));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Who follows tells some output twice; the log itself is whole.
        }
    }
}
