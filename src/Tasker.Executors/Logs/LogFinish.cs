using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Tasker.Executors.Logs;

/// <summary>Brings the log of an ended attempt to the form in which it stays: not longer than its limit, and without secrets.</summary>
internal static class LogFinish
{
    private const int ChunkSize = 128 << 10;
    private const int LineSearch = 64 << 10;
    private const byte LineEnd = (byte)'\n';

    /// <summary>Rewrites the file beside itself and renames it, when there is need; else it is not touched.</summary>
    /// <param name="path">The log; nothing happens when it is not there.</param>
    /// <param name="limit">Bytes that may stay: half of them from its beginning, half from its end.</param>
    /// <param name="mask">The secrets.</param>
    /// <returns>True when another file is there now.</returns>
    public static bool Run(string path, long limit, SecretMask mask)
    {
        if (mask.IsEmpty && limit == long.MaxValue)
        {
            return false; // It may stay as it is, whatever it holds.
        }

        try
        {
            using var source = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(source);
            if (length > limit || Holds(source, length, mask))
            {
                Rewrite(path, source, length, limit, mask);
                return true;
            }
        }
        catch (FileNotFoundException)
        {
            // Nothing was written.
        }
        catch (IOException)
        {
            // No room for a second file: what must not stay is overwritten in place.
            Overwrite(path, mask);
        }

        return false;
    }

    private static bool Holds(SafeFileHandle source, long length, SecretMask mask)
    {
        if (mask.IsEmpty)
        {
            return false;
        }

        var found = false;
        new MaskedCopy(mask).Run(source, 0, length, _ => { }, (_, _) => found = true, () => found);
        return found;
    }

    private static void Rewrite(string path, SafeFileHandle source, long length, long limit, SecretMask mask)
    {
        var beside = path + ".tmp";
        try
        {
            using (var target = Create(beside))
            {
                var copy = new MaskedCopy(mask);
                void Literal(ReadOnlySpan<byte> bytes) => target.Write(bytes);
                void Secret(long at, int count) => target.Write("***"u8);
                if (length <= limit)
                {
                    copy.Run(source, 0, length, Literal, Secret, () => false);
                }
                else
                {
                    var head = AfterLastLine(source, limit / 2);
                    var tail = AfterFirstLine(source, length - (limit / 2), length);
                    copy.Run(source, 0, head, Literal, Secret, () => false);
                    var lineEnd = head > 0 && Read(source, head - 1, 1) is [LineEnd] ? "" : "\n";
                    target.Write(Encoding.UTF8.GetBytes(string.Create(
                        CultureInfo.InvariantCulture, $"{lineEnd}[tasker: {tail - head} bytes cut here]\n")));
                    copy.Run(source, tail, length, Literal, Secret, () => false);
                }
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(beside);
            throw;
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static void Overwrite(string path, SecretMask mask)
    {
        if (mask.IsEmpty)
        {
            return;
        }

        try
        {
            using var file = File.OpenHandle(
                path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            new MaskedCopy(mask).Run(
                file, 0, RandomAccess.GetLength(file), _ => { },
                (at, count) => RandomAccess.Write(file, new string('*', count).Select(c => (byte)c).ToArray(), at), () => false);
        }
        catch (IOException)
        {
            // The disk takes nothing at all; the file stays readable by its owner alone.
        }
    }

    /// <summary>Cuts at line ends where there are any near, so that no half of a secret stays.</summary>
    private static long AfterLastLine(SafeFileHandle source, long end)
    {
        var from = Math.Max(0, end - LineSearch);
        var bytes = Read(source, from, (int)(end - from));
        var at = bytes.LastIndexOf(LineEnd);
        return at < 0 ? end : from + at + 1;
    }

    private static long AfterFirstLine(SafeFileHandle source, long start, long length)
    {
        var at = Read(source, start, (int)Math.Min(LineSearch, length - start)).IndexOf(LineEnd);
        return at < 0 ? start : start + at + 1;
    }

    private static ReadOnlySpan<byte> Read(SafeFileHandle source, long from, int count)
    {
        var bytes = new byte[count];
        var read = 0;
        while (read < count && RandomAccess.Read(source, bytes.AsSpan(read), from + read) is > 0 and var more)
        {
            read += more;
        }

        return bytes.AsSpan(0, read);
    }

    /// <summary>Takes a part of a file and tells its bytes and its secrets apart, in order.</summary>
    private sealed class MaskedCopy(SecretMask mask)
    {
        private readonly byte[] _bytes = new byte[ChunkSize + mask.LongestInBytes];
        private readonly char[] _wide = new char[ChunkSize + mask.LongestInBytes];

        public delegate void Literal(ReadOnlySpan<byte> bytes);

        public void Run(
            SafeFileHandle source, long from, long to, Literal literal, Action<long, int> secret, Func<bool> enough)
        {
            var (kept, next) = (0, from);
            while (!enough())
            {
                var count = RandomAccess.Read(source, _bytes.AsSpan(kept, (int)Math.Min(_bytes.Length - kept, to - next)), next);
                next += count;
                var have = kept + count;
                var start = next - have;

                // What may be the beginning of a secret that goes on in the next piece is kept for then.
                var sure = count == 0 || next == to ? have : Math.Max(0, have - Math.Max(1, mask.LongestInBytes) + 1);
                var done = 0;
                Encoding.Latin1.GetChars(_bytes.AsSpan(0, have), _wide);
                while (done < sure)
                {
                    var (at, length) = mask.FindInBytes(_wide.AsSpan(done, have - done));
                    var isSecret = length > 0 && at < sure - done;
                    var plain = Math.Min(at, sure - done);
                    literal(_bytes.AsSpan(done, plain));
                    done += plain;
                    if (isSecret)
                    {
                        secret(start + done, length);
                        done += length;
                    }
                }

                kept = have - done;
                _bytes.AsSpan(done, kept).CopyTo(_bytes);
                if (count == 0 || next == to)
                {
                    return;
                }
            }
        }
    }
}
