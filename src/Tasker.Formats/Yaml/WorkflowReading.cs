using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>What the reading of one workflow shares over all files that it uses.</summary>
internal sealed class WorkflowReading(DiagnosticBag bag, YamlWorkflowOptions options)
{
    /// <summary>The most steps and groups of one workflow.</summary>
    public const int MaxNodes = 1_000_000;

    private readonly List<PoolSpec> _pools = [.. options.Pools];
    private readonly Dictionary<string, YamlNode?> _trees = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Place> _places = new(ReferenceEqualityComparer.Instance);
    private int _nodes;

    /// <summary>Gets the findings.</summary>
    public DiagnosticBag Bag => bag;

    /// <summary>What the caller knows.</summary>
    public YamlWorkflowOptions Options => options;

    /// <summary>Pools of the project, then of the file, then of the files that it uses.</summary>
    public IReadOnlyList<PoolSpec> Pools => _pools;

    /// <summary>True once a step, an input or the list of a fan-out could not be read, which was told: names may mean it.</summary>
    public bool IsPartial { get; set; }

    /// <summary>Remembers where the first character of a text stands that goes into the workflow as it is.</summary>
    /// <returns>The very text.</returns>
    public string At(string text, Place where)
    {
        if (text.Length > 0)
        {
            _places.TryAdd(text, where); // The empty text is one object, wherever it stands.
        }

        return text;
    }

    /// <summary>What the checks of all workflows find, without what was told already at the same place.</summary>
    public void Check(Workflow workflow)
    {
        var told = bag.ToImmutable().Where(found => found.Severity is Severity.Error).Select(found => found.Where).ToHashSet();
        bag.AddRange(WorkflowChecks.Check(workflow, text => _places.TryGetValue(text, out var place) ? place : null, IsPartial)
            .Where(found => !told.Contains(found.Where)));
    }

    /// <summary>Adds a pool. Of a pool that is there already the smaller limit holds.</summary>
    public void AddPool(string name, int limit)
    {
        var known = _pools.FindIndex(pool => pool.Name == name);
        if (known < 0)
        {
            _pools.Add(new PoolSpec(name, limit));
        }
        else
        {
            _pools[known] = new PoolSpec(name, Math.Min(limit, _pools[known].Limit));
        }
    }

    /// <summary>Counts nodes; false, told once, when there are too many.</summary>
    public bool Count(Place where, int nodes = 1)
    {
        if (_nodes > MaxNodes || (_nodes += nodes) <= MaxNodes)
        {
            return _nodes <= MaxNodes;
        }

        bag.Error(
            WorkflowCodes.TooManySteps, where, $"The workflow has more than {MaxNodes:N0} steps and groups here.",
            "Files that are used count as often as they are used, chunks by their pieces.", "Split it, or use 'foreach' over a list.");
        return false;
    }

    /// <summary>The tree of a file that is used; read once, however often it is used. Null when it cannot be, which is told.</summary>
    public YamlNode? Tree(string path, Place usedAt)
    {
        if (_trees.TryGetValue(path, out var known))
        {
            return known;
        }

        var file = options.Files?.Read(path) ?? SourceFile.Missing("cannot be opened: no folder is known");
        if (file.Bytes is not { } bytes)
        {
            bag.Error(
                WorkflowCodes.FileNotUsable, usedAt, $"'{Excerpt.Of(path)}' {file.Problem}.",
                "'uses' names a workflow file from the folder of this file, inside the project.", "Correct the path.");
            return null; // Not remembered: each place that names it is told.
        }

        return _trees[path] = YamlReader.Read(path, bytes.Span, bag);
    }
}
