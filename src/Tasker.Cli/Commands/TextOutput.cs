using System.Text;
using Tasker.Cli.Sessions;
using Tasker.Engine.Files;

namespace Tasker.Cli.Commands;

/// <summary>A text that a command makes: to standard output, or whole into a file.</summary>
internal static class TextOutput
{
    /// <summary>Writes it. A file is replaced at once: who reads it sees the old or the new text.</summary>
    /// <param name="session">The surroundings.</param>
    /// <param name="text">The text.</param>
    /// <param name="path">The file as typed; null: standard output.</param>
    /// <param name="cancellationToken">Gives up; a file has not changed then.</param>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static async Task<int> WriteAsync(Session session, string text, string? path, CancellationToken cancellationToken)
    {
        if (path is null or "-")
        {
            await session.Out.WriteLineAsync(text.TrimEnd('\n'));
            return ExitCode.Done;
        }

        try
        {
            var full = session.FullPath(path);
            if (path.Length == 0 || Directory.Exists(full))
            {
                throw new CommandException(ExitCode.WrongInput, $"'{path}' is no file; -o takes the name of a file.");
            }

            Leftovers.RemoveOf(full);
            await AtomicFile.WriteAsync(full, Encoding.UTF8.GetBytes(text.TrimEnd('\n') + "\n"), cancellationToken);
            return ExitCode.Done;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException(ExitCode.Failed, $"'{path}' cannot be written: {closed.Message}");
        }
    }
}
