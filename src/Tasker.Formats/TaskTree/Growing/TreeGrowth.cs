using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Status;
using Tasker.Formats.TaskTree.Translation;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Growing;

/// <summary>
/// Task files that come while a run goes on: found, read, and added to it. One that cannot be used is told and changes nothing else.
/// </summary>
/// <remarks>
/// A task belongs to the run when its file lies in the folder of tasks, its status file does not say that it is completed, and the run does
/// not have it. It is looked for when an attempt ends, before the run hears of that end, so that what an agent wrote is in the run before
/// the run could be over; and when <see cref="Look"/> is called for another reason. A look costs one question for each folder while nothing
/// has changed. A file that could not be used is read again when it changes.
/// </remarks>
public sealed class TreeGrowth : IGrowth
{
    private readonly TreePlace _place;
    private readonly string? _only;
    private readonly TreeSettings _settings;
    private readonly Action<Diagnostic> _tell;
    private readonly TreeFiles _files;
    private readonly FolderWatch _folders;
    private readonly string _root;
    private readonly ReadBuffers _buffers = ReadBuffers.ForOne();
    private readonly Lock _gate = new();
    private readonly HashSet<string> _inRun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTime Written, long Length)> _passed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskFile> _others = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Diagnostic> _bad = new(StringComparer.Ordinal);
    private ImmutableArray<TreeTask> _found = [];
    private bool _isFirst = true;
    private bool _isRefused;

    /// <param name="root">The project root; absolute.</param>
    /// <param name="workflow">The workflow of the run.</param>
    /// <param name="place">Where the parts of the tree lie.</param>
    /// <param name="settings">Limits, and who does the tasks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told what is wrong or odd with new files.</param>
    public TreeGrowth(string root, Workflow workflow, TreePlace place, TreeSettings settings, TimeProvider time, Action<Diagnostic> tell)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        (_root, _place, _settings, _tell) = (root, place, settings, tell);
        _only = workflow.Labels.GetValueOrDefault(TreeLabels.Only);
        (_files, _folders) = (new TreeFiles(root), new FolderWatch(root, time));
    }

    /// <inheritdoc/>
    public bool HasMore
    {
        get
        {
            lock (_gate)
            {
                return !_found.IsEmpty;
            }
        }
    }

    /// <summary>
    /// What is wrong with new files that are tasks, or are meant to be, and are not in the run: one finding each, in order.
    /// </summary>
    public ImmutableArray<Diagnostic> Unusable
    {
        get
        {
            lock (_gate)
            {
                return [.. _bad.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value)];
            }
        }
    }

    /// <summary>Learns what the run has. Before it, nothing is found. Then whatever came before is looked for.</summary>
    /// <param name="view">The run, before it goes on.</param>
    public void Begin(RunState view)
    {
        ArgumentNullException.ThrowIfNull(view);
        lock (_gate)
        {
            for (var node = 1; node < view.Count; node++)
            {
                if (view.SpecOf(node).Labels.TryGetValue(TreeLabels.Task, out var task))
                {
                    _inRun.Add(task);
                }
            }
        }

        Look();
        lock (_gate)
        {
            _isFirst = false;
        }
    }

    /// <summary>Looks for new files. Any thread.</summary>
    /// <returns>True when there are tasks to be added.</returns>
    public bool Look()
    {
        lock (_gate)
        {
            if (_inRun.Count == 0 || (!_folders.HasChanged && !_passed.Any(file => StampOf(file.Key) != file.Value)))
            {
                return !_found.IsEmpty;
            }

            _folders.Remember(_place.Tasks);
            var listed = _files.Markdown(_place.Tasks, out _);
            List<TaskFile> added = [];
            foreach (var file in listed)
            {
                if (TaskTreeReader.IdOf(_place, file) is { } id && IsOfPhase(id) && !_inRun.Contains(id)
                    && !_others.ContainsKey(file) && IsNews(file))
                {
                    ReadNew(file, id, added);
                }
            }

            if (added.Count > 0)
            {
                Resolve(listed, added);
            }

            return !_found.IsEmpty;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<RunInput.AddNodes> Take(RunState view)
    {
        ArgumentNullException.ThrowIfNull(view);
        ImmutableArray<TreeTask> found;
        lock (_gate)
        {
            (found, _found) = (_found, []);
        }

        foreach (var addition in TreeAdditions.Of(view, _place, _settings, found))
        {
            _isRefused = false;
            yield return addition;
            if (!_isRefused || addition.Nodes.Length == 1)
            {
                continue;
            }

            // One of them closes a circle with what is there: the others need not suffer for it.
            foreach (var node in addition.Nodes)
            {
                yield return addition with { Nodes = [node] };
            }
        }
    }

    /// <inheritdoc/>
    public void Refuse(RunInput.AddNodes addition, string why)
    {
        ArgumentNullException.ThrowIfNull(addition);
        _isRefused = true;
        if (addition.Nodes is [var only])
        {
            var found = NotAdded(only.Id, only.Where, why);
            lock (_gate)
            {
                _bad[only.Where.Path] = found;
            }

            _tell(found);
        }
    }

    private static Diagnostic NotAdded(string task, Place where, string why) => new(
        TreeCodes.NotAdded, Severity.Error, where, $"'{Excerpt.Of(task)}' cannot be added to the run.", why,
        "Mend it; 'tasker orchestrate' takes it next time.");

    private bool IsOfPhase(string id) => _only is null || id.StartsWith($"{_only}/", StringComparison.Ordinal);

    private bool IsNews(string path) => !_passed.TryGetValue(path, out var stamp) || StampOf(path) != stamp;

    private (DateTime Written, long Length) StampOf(string path) =>
        new FileInfo(Path.Combine(_root, path)) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;

    private void ReadNew(string file, string id, List<TaskFile> added)
    {
        var stamp = StampOf(file); // Before it is read: what changes meanwhile is read again.
        var (task, told) = TaskTreeReader.ReadFile(_files, file, id, _buffers);
        _bad.Remove(file);
        if (task is not null && IsCompleted(id))
        {
            _others[file] = task;
            return;
        }

        _passed[file] = stamp;
        Tell(told);
        if (task is not null)
        {
            added.Add(task);
        }
    }

    /// <summary>The files of the run itself were told when it began; here they only say what the new ones mean.</summary>
    private void Resolve(IReadOnlyList<string> listed, List<TaskFile> added)
    {
        HashSet<string> isNew = [.. added.Select(task => task.Path)];
        foreach (var file in listed)
        {
            if (!isNew.Contains(file) && !_others.ContainsKey(file) && !_passed.ContainsKey(file)
                && TaskTreeReader.ReadFile(_files, file, TaskTreeReader.IdOf(_place, file), _buffers).Task is { } task)
            {
                _others[file] = task;
            }
        }

        var (tasks, told) = TaskTreeReader.Resolve(_place, _files, _others.Values, added);
        Tell(told);
        foreach (var task in WithoutOpenNeeds(tasks))
        {
            _inRun.Add(task.Id);
            _others[task.File.Path] = task.File;
            _passed.Remove(task.File.Path);
            _bad.Remove(task.File.Path);
            _found = _found.Add(task);
        }

        foreach (var task in added.Where(task => !_inRun.Contains(task.Id)))
        {
            _bad.TryAdd(task.Path, NotAdded(task.Id, task.Where, "What it depends on cannot be used."));
        }
    }

    /// <summary>The tasks whose needs are in the run, come with them, or are completed.</summary>
    private List<TreeTask> WithoutOpenNeeds(ImmutableArray<TreeTask> tasks)
    {
        var left = tasks.ToList();
        while (true)
        {
            HashSet<string> coming = [.. left.Select(task => task.Id)];
            bool IsOpen(string id) => !_inRun.Contains(id) && !coming.Contains(id) && !IsCompleted(id);
            var open = left.Select(task => (Task: task, Need: task.Needs.SelectMany(Needed).FirstOrDefault(IsOpen)))
                .Where(x => x.Need is not null).ToList();
            if (open.Count == 0)
            {
                return left;
            }

            foreach (var (task, need) in open)
            {
                left.Remove(task);
                Tell([new Diagnostic(
                    TreeCodes.NeededFirst, Severity.Error, task.File.Where,
                    $"'{Excerpt.Of(task.Id)}' needs '{Excerpt.Of(need!)}', which is not completed.",
                    "That is no part of this run.", "Run that task first; 'tasker orchestrate' takes this one next time.")]);
            }
        }
    }

    private IEnumerable<string> Needed(string need) =>
        _others.ContainsKey($"{_place.Tasks}/{need}.md") || _inRun.Contains(need) ? [need]
            : _others.Values.Where(task => task.Folder == need).Select(task => task.Id) is var members && members.Any() ? members : [need];

    private bool IsCompleted(string id) =>
        _files.Read(_place.StatusOf(id), out _) is { } bytes && TaskRecordJson.Read(bytes, id, out _)?.Status is TaskProgress.Completed;

    private void Tell(IEnumerable<Diagnostic> told)
    {
        foreach (var found in told)
        {
            if (found.Severity is Severity.Error)
            {
                _bad.TryAdd(found.Where.Path, found);
            }

            if (found.Severity is Severity.Error || (found.Severity is Severity.Warning && !_isFirst))
            {
                _tell(found); // What is merely odd about files that were there before was told when they were read as a plan.
            }
        }
    }
}
