using Tasker.Cli.Sessions;
using Tasker.Planning;
using Tasker.Planning.Decomposition;

namespace Tasker.Cli.Hosting;

/// <summary>The directory that something is specified or planned for. Nothing is guessed: it is named, or a person is asked.</summary>
/// <param name="session">The surroundings.</param>
/// <param name="questions">Asks.</param>
/// <param name="mayAsk">True when a person is there.</param>
internal sealed class TargetDirectory(Session session, Questions questions, bool mayAsk)
{
    /// <summary>The directory; it is made when its parent is there.</summary>
    /// <param name="typed">What was typed for it; null: nothing.</param>
    /// <param name="spec">The specification as typed; null: none. In its usual place it says which directory it is for.</param>
    /// <param name="otherwise">What else says so; null: nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlanningException">It is not known, or cannot be.</exception>
    public async Task<string> FindAsync(string? typed, string? spec, string? otherwise, CancellationToken cancellationToken)
    {
        var named = typed ?? otherwise ?? OfSpec(spec);
        while (true)
        {
            named ??= mayAsk ? await questions.LineAsync("What is the target project directory? ", cancellationToken) : null;
            if (string.IsNullOrEmpty(named))
            {
                throw new PlanningException(PlanningCodes.Usage, "The target directory is not known. Name it: --target <dir>.");
            }

            var full = Path.TrimEndingDirectorySeparator(session.FullPath(named));
            if (Directory.Exists(full))
            {
                return full;
            }

            if (Directory.Exists(Path.GetDirectoryName(full)))
            {
                // Said and done before anything else is looked for: what may be missing besides is another matter.
                await session.Error.WriteLineAsync($"Directory will be created: {full}");
                Directory.CreateDirectory(full);
                return full;
            }

            var missing = $"The parent directory does not exist: '{Path.GetDirectoryName(full)}'.";
            if (!mayAsk || typed is not null)
            {
                throw new PlanningException(PlanningCodes.NotFound, missing);
            }

            await session.Error.WriteLineAsync(missing);
            named = null;
        }
    }

    private string? OfSpec(string? spec)
    {
        var folder = spec is null ? null : Path.GetDirectoryName(session.FullPath(spec));
        var end = Path.DirectorySeparatorChar + SpecSource.Folder.Replace('/', Path.DirectorySeparatorChar);
        return folder is not null && folder.EndsWith(end, StringComparison.Ordinal) ? folder[..^end.Length] : null;
    }
}
