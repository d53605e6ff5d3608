using System.Text;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>The files of a project in memory.</summary>
internal sealed class FakeTree : ITreeFiles
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Adds a file of any content.</summary>
    public FakeTree With(string path, string text = "")
    {
        _files[path] = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"));
        return this;
    }

    /// <summary>Adds a task with some lines of front matter besides its id.</summary>
    public FakeTree Task(string id, string lines = "") =>
        With(
            $"tasks/{id}.md",
            $"---\ntask_id: \"{id}\"\ntitle: \"{id[(id.LastIndexOf('/') + 1)..]}\"\n{Filled(lines)}---\n"
                + "\n# Task\n\n---\ntask_id: no front matter\n---\n");

    /// <summary>Replaces the bytes of a file.</summary>
    public FakeTree With(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return this;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Markdown(string folder, out bool isCut)
    {
        isCut = false;
        return
        [
            .. _files.Keys.Where(path =>
                path.StartsWith($"{folder}/", StringComparison.Ordinal) && path.EndsWith(".md", StringComparison.OrdinalIgnoreCase)),
        ];
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Head(string path, ReadBuffers buffers, out string? problem)
    {
        var bytes = Read(path, out var missing);
        problem = bytes is null ? missing : null;
        return bytes;
    }

    /// <inheritdoc/>
    public byte[]? Read(string path, out string problem)
    {
        problem = "does not exist";
        return _files.GetValueOrDefault(path);
    }

    /// <inheritdoc/>
    public bool Exists(string path)
    {
        var bare = path.TrimEnd('/');
        return PathText.IsPattern(path)
            ? _files.Keys.Any(file => PathText.Matches(bare.Split('/'), file.Split('/')))
            : (!path.EndsWith('/') && _files.ContainsKey(path))
                || _files.Keys.Any(file => file.StartsWith($"{bare}/", StringComparison.Ordinal));
    }

    private static string Filled(string lines)
    {
        var text = lines.Length == 0 || lines.EndsWith('\n') ? lines : lines + "\n";
        foreach (var key in new[] { "dependencies", "inputs", "outputs" })
        {
            text += text.Contains($"{key}:", StringComparison.Ordinal) ? "" : $"{key}: []\n";
        }

        return text;
    }
}
