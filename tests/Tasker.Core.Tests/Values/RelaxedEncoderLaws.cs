using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Values;

namespace Tasker.Core.Tests.Values;

/// <summary>The encoder says and does in everything what the one of the framework does, whatever the text.</summary>
public sealed class RelaxedEncoderLaws
{
    private static readonly JavaScriptEncoder Ours = RelaxedEncoder.Instance;
    private static readonly JavaScriptEncoder Theirs = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static Gen<string> Texts => Gen.OneOf(
        Gen.Choose(' ', '~').Select(c => ((char)c).ToString()),
        Gen.Choose(' ', '~').Select(c => ((char)c).ToString()),
        Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString()),
        Gen.Elements("\"", "\\", "/", "<", "&", "+", "'", "\0", "\n", "\u007f", "\u0080", "é", "\u2028",
            "\uFEFF", "🙂", "\uD83D", "\uDE42", "\uFFFF", "a long run of plain text"))
        .ListOf().Select(string.Concat);

    [Fact]
    public void Texts_are_escaped_as_by_the_framework() => Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        Assert.Equal(Theirs.Encode(text), Ours.Encode(text));
        Assert.Equal(Written(text, Theirs), Written(text, Ours));

        var (theirs, ours) = (new char[(text.Length * 6) + 6], new char[(text.Length * 6) + 6]);
        Assert.Equal(
            (Theirs.Encode(text, theirs, out var read, out var written), read, written),
            (Ours.Encode(text, ours, out read, out written), read, written));
        Assert.Equal(theirs, ours);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Bytes_are_escaped_as_by_the_framework() => Prop.ForAll(
        Gen.OneOf(Texts.Select(Encoding.UTF8.GetBytes), Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()).ToArbitrary(), bytes =>
        {
            Assert.Equal(Theirs.FindFirstCharacterToEncodeUtf8(bytes), Ours.FindFirstCharacterToEncodeUtf8(bytes));

            var (theirs, ours) = (new byte[(bytes.Length * 6) + 6], new byte[(bytes.Length * 6) + 6]);
            Assert.Equal(
                (Theirs.EncodeUtf8(bytes, theirs, out var read, out var written), read, written),
                (Ours.EncodeUtf8(bytes, ours, out read, out written), read, written));
            Assert.Equal(theirs, ours);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Every_character_is_judged_as_by_the_framework()
    {
        for (var scalar = 0; scalar <= 0x10FFFF; scalar++)
        {
            if (Rune.IsValid(scalar))
            {
                Assert.Equal(Theirs.WillEncode(scalar), Ours.WillEncode(scalar));
            }
        }

        Assert.Equal(Theirs.MaxOutputCharactersPerInputCharacter, Ours.MaxOutputCharactersPerInputCharacter);
    }

    private static string Written(string text, JavaScriptEncoder encoder)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString(text, text);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
