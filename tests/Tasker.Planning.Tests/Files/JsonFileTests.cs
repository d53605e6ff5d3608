using FsCheck;
using FsCheck.Fluent;
using Tasker.Planning.Files;

namespace Tasker.Planning.Tests.Files;

/// <summary>Plain files are read in a way of their own; it is the same as that for files of every kind.</summary>
public sealed class JsonFileTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-json-file-").FullName;

    private string Target => Path.Combine(_folder, "a.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_read_the_same_in_both_ways() => Prop.ForAll(Contents.ToArbitrary(), content =>
    {
        File.WriteAllBytes(Target, content);

        Assert.Equal(content, JsonFile.Bytes(Target));
        Assert.Equal(content, JsonFile.BytesOfAny(Target));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Theory]
    [InlineData("none", null)]
    [InlineData("empty", "")]
    [InlineData("link", "{}")]
    [InlineData("link to a pipe", "")]
    [InlineData("lost link", null)]
    [InlineData("pipe", "")]
    [InlineData("below a file", null)]
    public async Task What_is_no_plain_file_is_read_the_same_in_both_ways(string kind, string? content)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var (path, other) = (kind == "below a file" ? Path.Combine(Target, "b.json") : Target, Target + ".other");
        switch (kind)
        {
            case "empty" or "below a file":
                File.WriteAllText(Target, "");
                break;
            case "link":
                File.WriteAllText(other, "{}");
                File.CreateSymbolicLink(Target, other);
                break;
            case "link to a pipe":
                await MakePipeAsync(other);
                File.CreateSymbolicLink(Target, other);
                break;
            case "lost link":
                File.CreateSymbolicLink(Target, "nowhere");
                break;
            case "pipe":
                await MakePipeAsync(Target);
                break;
        }

        var expected = content is null ? null : System.Text.Encoding.UTF8.GetBytes(content);
        Assert.Equal(expected, await Task.Run(() => JsonFile.Bytes(path)).WaitAsync(Guard));
        Assert.Equal(expected, await Task.Run(() => JsonFile.BytesOfAny(path)).WaitAsync(Guard));
    }

    [Fact]
    public void A_folder_is_told() =>
        Assert.Contains("is a folder", Assert.Throws<PlanningException>(() => JsonFile.Bytes(_folder)).Message, StringComparison.Ordinal);

    private static Gen<byte[]> Contents => Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf();

    private static async Task MakePipeAsync(string path)
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
        await made.WaitForExitAsync();
    }
}
