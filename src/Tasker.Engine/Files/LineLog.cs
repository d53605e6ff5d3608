using System.Text;

namespace Tasker.Engine.Files;

/// <summary>A log that several processes add whole lines to.</summary>
/// <param name="path">The file.</param>
/// <param name="gate">The lock of the project.</param>
public sealed class LineLog(string path, ProjectLock gate)
{
    private const int Block = 64 * 1024;
    private const long FarthestBack = 256L << 20;

    /// <summary>Adds lines by one write, flushed by the system in its own time.</summary>
    /// <param name="lines">The lines without their ends; none of them holds a line end.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public async Task AppendAsync(IReadOnlyCollection<string> lines, CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
        {
            return;
        }

        using var held = await gate.TakeAsync(cancellationToken);
        using var handle = AppendHandle.Open(path);
        var text = string.Concat(lines.Select(line => line + "\n"));

        // Somebody was killed in the middle of a line, or ran out of disk: that half line must not swallow ours.
        AppendHandle.Write(handle, Encoding.UTF8.GetBytes(EndsInLine(handle) ? text : "\n" + text));
    }

    /// <summary>The lines from the end backwards, until the caller stops asking. Half lines are among them.</summary>
    public IEnumerable<string> Backwards()
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var (end, rest) = (RandomAccess.GetLength(handle), Array.Empty<byte>());
        var last = Math.Max(0, end - FarthestBack);
        while (end > last)
        {
            var block = new byte[Math.Min(Block, end)];
            var read = RandomAccess.Read(handle, block, end - block.Length);
            end -= block.Length;
            rest = [.. block.AsSpan(0, read), .. rest];
            int newline;
            while ((newline = rest.AsSpan().LastIndexOf((byte)'\n')) >= 0)
            {
                if (newline < rest.Length - 1)
                {
                    yield return Encoding.UTF8.GetString(rest.AsSpan(newline + 1));
                }

                rest = rest[..newline];
            }
        }

        if (rest.Length > 0)
        {
            yield return Encoding.UTF8.GetString(rest);
        }
    }

    private static bool EndsInLine(Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        var length = RandomAccess.GetLength(handle);
        var last = new byte[1];
        return length == 0 || (RandomAccess.Read(handle, last, length - 1) == 1 && last[0] == (byte)'\n');
    }
}
