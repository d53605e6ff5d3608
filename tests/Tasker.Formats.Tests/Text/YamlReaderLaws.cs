using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.Tests.Text;

/// <summary>Whatever the bytes are: no exception, and a finding whenever there is no tree.</summary>
public sealed class YamlReaderLaws
{
    private const string Pieces = "a: b\n- x\n  {}[],\"'|>&*!%@`#?\t\r\\~<<: \u00e9\u2028\0\ud83d\ude00";

    private static readonly string Sample = """
        name: release # what it is
        inputs: { version: { type: string, default: "1.0" } }
        steps:
          fetch:
            run: |
              curl -f x
              echo 'done'
            retry: { attempts: 3, delay: 2s }
          build: &b
            needs: [fetch]
            run: [make, 'a b', "c\n"]
          again: *b
        """;

    [Fact]
    public void Random_bytes_never_throw() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Holds));

    [Fact]
    public void Random_pieces_of_YAML_never_throw() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5000),
        Prop.ForAll(
            Gen.Elements(Pieces.ToCharArray()).ArrayOf().Select(chars => new string(chars)).ToArbitrary(),
            text => Holds(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Mutated_files_never_throw() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5000),
        Prop.ForAll(Mutations(Encoding.UTF8.GetBytes(Sample)).ToArbitrary(), Holds));

    /// <summary>A file with a few bytes overwritten, removed or doubled.</summary>
    internal static Gen<byte[]> Mutations(byte[] file)
    {
        var edit =
            from at in Gen.Choose(0, file.Length - 1)
            from length in Gen.Choose(0, 12)
            from put in Gen.Elements(Pieces.ToCharArray()).ArrayOf(3)
            select (At: at, Length: length, Put: Encoding.UTF8.GetBytes(new string(put)));
        return edit.NonEmptyListOf().Select(edits =>
        {
            var bytes = file.ToList();
            foreach (var (at, length, put) in edits.Take(5))
            {
                var from = Math.Min(at, bytes.Count);
                bytes.RemoveRange(from, Math.Min(length, bytes.Count - from));
                bytes.InsertRange(from, put);
            }

            return bytes.ToArray();
        });
    }

    private static bool Holds(byte[] bytes)
    {
        var bag = new DiagnosticBag();
        var root = YamlReader.Read("f.yaml", bytes, bag);
        Assert.All(bag.ToImmutable(), d => Assert.True(d.Where.Line >= 0 && d.What.Length > 0 && d.Fix.Length > 0, d.ToString()));
        if (root is not null)
        {
            YamlValues.Read(root);
        }

        return root is not null || bag.HasErrors;
    }
}
