using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Tasker.Engine.Control;

/// <summary>A bell made of local sockets: whoever connects has rung. No polling on either side.</summary>
/// <remarks>
/// The socket of a run lies in the user's runtime folder under a name made of the store and the run, because socket paths are
/// limited to about 100 bytes and project paths are not. A socket left behind by a killed owner is replaced by the next one.
/// </remarks>
/// <param name="store">Path of the store, so that equal run ids of two projects do not meet.</param>
public sealed class SocketBell(string store) : IBell
{
    private static readonly UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <inheritdoc/>
    public IDisposable Listen(string runId, Action heard)
    {
        var path = PathOf(runId);
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, Private);
        }

        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            socket.Listen(16);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new Listener(socket, path, heard);
    }

    /// <inheritdoc/>
    public void Ring(string runId)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(PathOf(runId)));
        }
        catch (SocketException)
        {
            // Nobody listens; the next owner finds the message.
        }
    }

    private string PathOf(string runId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(store) + "\0" + runId));
        return Path.Combine(Folder(), Convert.ToHexStringLower(hash.AsSpan(0, 12)) + ".bell");
    }

    private static string Folder()
    {
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        return Directory.Exists(runtime)
            ? Path.Combine(runtime, "tasker")
            : Path.Combine(Path.GetTempPath(), "tasker-" + Environment.UserName);
    }

    private sealed class Listener : IDisposable
    {
        private readonly Socket _socket;
        private readonly string _path;
        private readonly Action _heard;

        public Listener(Socket socket, string path, Action heard)
        {
            (_socket, _path, _heard) = (socket, path, heard);
            _ = ListenAsync();
        }

        public void Dispose()
        {
            _socket.Dispose();
            File.Delete(_path);
        }

        private async Task ListenAsync()
        {
            while (true)
            {
                try
                {
                    using var ring = await _socket.AcceptAsync();
                }
                catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
                {
                    return;
                }

                _heard();
            }
        }
    }
}
