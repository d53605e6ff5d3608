namespace Tasker.Formats.TaskTree.Translation;

/// <summary>Which nodes stand for which tasks and folders.</summary>
internal sealed class TreeNames
{
    private readonly NodeIds _ids = new();

    /// <summary>Ids of nodes by the ids of their tasks.</summary>
    public Dictionary<string, string> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of groups by their folders; the folder of all tasks is empty.</summary>
    public Dictionary<string, string> Groups { get; } = new(StringComparer.Ordinal) { [""] = "" };

    /// <summary>The folder that a task or folder lies in.</summary>
    public static string Above(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";

    /// <summary>Takes a node that is there already.</summary>
    public void Take(string id) => _ids.Take(id);

    /// <summary>Names tasks and their folders. Folders before the tasks in them, so that a group gets the plain name.</summary>
    public void Add(IEnumerable<string> tasks)
    {
        string[] all = [.. tasks];
        foreach (var task in all)
        {
            for (var slash = task.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = task.IndexOf('/', slash + 1))
            {
                var folder = task[..slash];
                if (!Groups.ContainsKey(folder))
                {
                    Groups[folder] = New(folder);
                }
            }
        }

        foreach (var task in all)
        {
            Nodes[task] = New(task);
        }
    }

    private string New(string path) => _ids.New(Groups[Above(path)], path);
}
