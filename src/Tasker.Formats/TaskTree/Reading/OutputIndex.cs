using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Who makes what: the outputs of all tasks, to be asked by path.</summary>
internal sealed class OutputIndex
{
    private readonly SortedDictionary<string, List<int>> _makers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _folders = new(StringComparer.Ordinal);
    private readonly List<string> _sorted;

    /// <param name="outputs">The outputs of each task, by its number.</param>
    public OutputIndex(IReadOnlyList<ImmutableArray<TreeOutput>> outputs)
    {
        for (var task = 0; task < outputs.Count; task++)
        {
            foreach (var output in outputs[task])
            {
                var path = output.Path.TrimEnd('/');
                if (!_makers.TryGetValue(path, out var makers))
                {
                    _makers[path] = makers = [];
                }

                makers.Add(task);
                if (output.Path.EndsWith('/'))
                {
                    (CollectionsMarshal.GetValueRefOrAddDefault(_folders, path, out _) ??= []).Add(task);
                }
            }
        }

        _sorted = [.. _makers.Keys];
    }

    /// <summary>Paths that more than one task makes, with their makers.</summary>
    public IEnumerable<(string Path, IReadOnlyList<int> Makers)> Shared =>
        _makers.Where(entry => entry.Value.Count > 1).Select(entry => (entry.Key, (IReadOnlyList<int>)entry.Value));

    /// <summary>The tasks that make a path, something below it, a folder around it, or something that matches it.</summary>
    public IReadOnlyCollection<int> MakersOf(string path)
    {
        var bare = path.TrimEnd('/');
        if (PathText.IsPattern(bare))
        {
            var parts = bare.Split('/');
            var solid = string.Join('/', parts.TakeWhile(part => !PathText.IsPattern(part)));
            return [.. Below(solid).Where(made => PathText.Matches(parts, made.Split('/'))).SelectMany(made => _makers[made]).Distinct()];
        }

        var makers = new SortedSet<int>(_makers.GetValueOrDefault(bare) ?? []);
        for (var slash = bare.LastIndexOf('/'); slash > 0; slash = bare.LastIndexOf('/', slash - 1))
        {
            makers.UnionWith(_folders.GetValueOrDefault(bare[..slash]) ?? []);
        }

        if (makers.Count == 0)
        {
            makers.UnionWith(Below(bare).SelectMany(made => _makers[made]));
        }

        return makers;
    }

    private IEnumerable<string> Below(string folder)
    {
        var start = folder.Length == 0 ? "" : folder + "/";
        var at = _sorted.BinarySearch(start, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at; at < _sorted.Count && _sorted[at].StartsWith(start, StringComparison.Ordinal); at++)
        {
            yield return _sorted[at];
        }
    }
}
