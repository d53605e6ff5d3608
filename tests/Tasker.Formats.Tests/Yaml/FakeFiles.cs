using System.Text;
using Tasker.Formats.Text;

namespace Tasker.Formats.Tests.Yaml;

/// <summary>Files in memory.</summary>
internal sealed class FakeFiles(params (string Path, string Text)[] files) : ISourceFiles
{
    public SourceFile Read(string path) =>
        files.Where(file => file.Path == path).Select(file => SourceFile.Of(Encoding.UTF8.GetBytes(file.Text))).FirstOrDefault()
        ?? SourceFile.Missing("does not exist");
}
