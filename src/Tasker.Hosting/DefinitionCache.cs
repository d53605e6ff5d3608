using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Formats.PhaseTasks.Reading;

namespace Tasker.Hosting;

/// <summary>
/// Tasks of phases by their content, so that a task that is executed again and again is read once. What else may change between two
/// executions (agents, settings) is looked at each time. YAML workflows are not kept: they may be made of several files.
/// </summary>
internal sealed class DefinitionCache
{
    /// <summary>The most that is kept; then all of it is forgotten, which costs one reading each.</summary>
    public const int MostKept = 100;

    private readonly ConcurrentDictionary<string, ParseResult<PhaseTask>> _known = new(StringComparer.Ordinal);

    /// <summary>A task as read; the same object for the same path, content and types of step.</summary>
    public ParseResult<PhaseTask> Read(string path, ReadOnlySpan<byte> content, ImmutableSortedSet<string> types)
    {
        var key =
            $"{Convert.ToHexString(SHA256.HashData(content))} "
                + $"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', types))))} {path}";
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_known.Count >= MostKept)
        {
            _known.Clear();
        }

        return _known.GetOrAdd(key, PhaseTaskReader.Read(path, content, types));
    }
}
