"""Word lists from which generate.py puts fictitious names together.

Each culture: how a full name is built, its words (`Latin=native` where the sample also shows the
original script, `_` for a space) and the fictitious States that its persons come from. The words
are common ones; a combination that is somebody's name is chance.
"""


def words(text):
    """"A=b C_D" -> [("A", "b"), ("C D", "")]"""
    return [tuple((word.replace("_", " ") + "=").split("=")[:2]) for word in text.split()]


def culture(pattern, male, female, family, states):
    return {
        "pattern": pattern,
        "male": words(male),
        "female": words(female),
        "family": words(family),
        "states": states.split(),
    }


# Patterns: G given, F family, P father's given name, A patronymic, S second family name.
CULTURES = {
    "arabic": culture(
        "G P F",
        "Ahmad=أحمد Khalid=خالد Samir=سمير Tariq=طارق Walid=وليد Nabil=نبيل Faisal=فيصل Hassan=حسن "
        "Karim=كريم Jamal=جمال Rashid=راشد Mazin=مازن Adnan=عدنان Bilal=بلال Ziyad=زياد Anwar=أنور",
        "Layla=ليلى Salma=سلمى Huda=هدى Rania=رانيا Nadia=نادية Amal=أمل Samira=سميرة Dalal=دلال",
        "al-Rashidi=الراشدي al-Najjar=النجار al-Khatib=الخطيب al-Sabbagh=الصباغ Mansour=منصور "
        "Haddad=حداد al-Tamimi=التميمي Darwish=درويش al-Obaidi=العبيدي Salim=سالم al-Masri=المصري "
        "Qasim=قاسم al-Bakri=البكري Shahin=شاهين al-Zubaidi=الزبيدي Barakat=بركات Hamdan=حمدان",
        "XA XB",
    ),
    "russian": culture(
        "G A F",
        "Sergei=Сергей Andrei=Андрей Dmitri=Дмитрий Nikolai=Николай Pavel=Павел Mikhail=Михаил "
        "Igor=Игорь Yuri=Юрий Viktor=Виктор Roman=Роман Denis=Денис Anton=Антон Ilya=Илья",
        "Olga=Ольга Irina=Ирина Natalia=Наталья Yelena=Елена Svetlana=Светлана Marina=Марина",
        "Kuznetsov=Кузнецов Sokolov=Соколов Lebedev=Лебедев Morozov=Морозов Zaitsev=Зайцев "
        "Vinogradov=Виноградов Belyaev=Беляев Tarasov=Тарасов Gusev=Гусев Kiselev=Киселев "
        "Zhukov=Жуков Frolov=Фролов Chernov=Чернов Yegorov=Егоров Baranov=Баранов",
        "XC",
    ),
    "korean": culture(
        "F G",
        "Minjun=민준 Seojun=서준 Jihoon=지훈 Hyunwoo=현우 Dohyun=도현 Junseo=준서 Sungmin=성민 "
        "Jaewon=재원 Taeyang=태양 Kyungsoo=경수 Donghyun=동현 Wonjae=원재 Jinwoo=진우",
        "Jiyoung=지영 Soyeon=소연 Eunji=은지 Minseo=민서 Hyejin=혜진 Yuna=유나",
        "Kim=김 Lee=이 Park=박 Choi=최 Jung=정 Kang=강 Yoon=윤 Jang=장 Lim=임 Han=한 Shin=신 Seo=서 "
        "Kwon=권 Hwang=황 Song=송",
        "XD",
    ),
    "chinese": culture(
        "F G",
        "Wei=伟 Jianguo=建国 Haoyu=浩宇 Zhiqiang=志强 Minghui=明辉 Jun=军 Xiaofeng=晓峰 Guoliang=国梁 "
        "Yichen=逸晨 Weidong=卫东 Bolin=柏林 Zihan=子涵 Haitao=海涛",
        "Xiuying=秀英 Lihua=丽华 Yan=燕 Meiling=美玲 Xue=雪 Jingyi=静怡",
        "Wang=王 Li=李 Zhang=张 Liu=刘 Chen=陈 Yang=杨 Huang=黄 Zhao=赵 Wu=吴 Zhou=周 Sun=孙 Ma=马 "
        "Zhu=朱 Hu=胡 Lin=林 Gao=高",
        "XE",
    ),
    "persian": culture(
        "G F",
        "Reza=رضا Mehdi=مهدی Hossein=حسین Ali=علی Javad=جواد Behrouz=بهروز Farhad=فرهاد "
        "Siavash=سیاوش Kourosh=کوروش Omid=امید",
        "Fatemeh=فاطمه Zahra=زهرا Maryam=مریم Shirin=شیرین Nasrin=نسرین",
        "Ahmadi=احمدی Karimi=کریمی Rostami=رستمی Moradi=مرادی Jafari=جعفری Sadeghi=صادقی "
        "Hashemi=هاشمی Bagheri=باقری Tehrani=تهرانی Shirazi=شیرازی",
        "XF",
    ),
    "west_african": culture(
        "G F",
        "Moussa Ibrahima Ousmane Amadou Cheikh Boubacar Souleymane Abdoulaye Modibo Lamine Seydou "
        "Yaya Issa Drissa Adama",
        "Fatoumata Aminata Mariama Kadiatou Awa Oumou Bintou Ramatoulaye",
        "Traoré Coulibaly Diarra Keïta Ouédraogo Sawadogo Ndiaye Diop Cissé Touré Konaté Kaboré "
        "Barry Diallo Sow Bagayoko Zongo",
        "XG XH",
    ),
    "nigerian": culture(
        "G F",
        "Chukwuemeka Olumide Babatunde Emeka Ifeanyi Adewale Tunde Obinna Kayode Uche Musa Danjuma",
        "Ngozi Chioma Funmilayo Amaka Bukola Halima Ifeoma Yetunde",
        "Okafor Adeyemi Nwosu Balogun Eze Ogunleye Abubakar Danladi Onyekachi Afolabi Okoro Lawal "
        "Ibekwe Adebayo",
        "XI",
    ),
    "ethiopian": culture(
        "G P",
        "Abebe Bekele Dawit Tesfaye Girma Haile Kebede Mulugeta Solomon Yonas Getachew Alemu Tekle "
        "Wondwosen Berhanu Assefa",
        "Almaz Tigist Hirut Meseret Selam Aster Bethlehem Genet",
        "",
        "XJ",
    ),
    "rwandan": culture(
        "F G",
        "Emmanuel Jean-Pierre Innocent Théoneste Faustin Célestin Damascène Vincent Gaspard "
        "Aimable",
        "Claudine Espérance Immaculée Vestine Chantal Diane",
        "Habimana Nshimiyimana Uwimana Mugisha Niyonzima Hakizimana Ndayisaba Bizimungu Kayitesi "
        "Munyaneza Twagirayezu Rutayisire",
        "XL",
    ),
    "nepali": culture(
        "G F",
        "Ramesh Suresh Bikash Dipendra Krishna Laxman Prakash Rajendra Sunil Tek_Bahadur Narayan "
        "Kamal Hari_Prasad Govinda",
        "Sita Gita Sunita Sarita Maya Anjali",
        "Thapa Gurung Rai Tamang Shrestha Karki Magar Basnet Khadka Poudel Limbu Bhattarai Acharya",
        "XM",
    ),
    "bengali": culture(
        "G F",
        "Rafiqul Shahidul Anisur Mizanur Kamrul Habibur Nazrul Delwar Zahirul Motiur Ashraful",
        "Nasreen Shirina Rokeya Taslima Farzana Sultana",
        "Islam Rahman Hossain Chowdhury Sarkar Miah Talukder Bhuiyan Sikder Mollah Khandaker",
        "XN",
    ),
    "punjabi": culture(
        "G F",
        "Imran Asif Shahid Nadeem Usman Waqas Kamran Adeel Zubair Faizan Tanvir Sajjad",
        "Ayesha Saima Rabia Bushra Sadia Uzma",
        "Butt Chaudhry Malik Cheema Bhatti Gondal Warraich Qureshi Awan Khokhar Sandhu",
        "XO",
    ),
    "spanish": culture(
        "G F S",
        "Carlos Luis Javier Miguel Andrés Fernando Diego Rubén Óscar Raúl Gonzalo Ignacio",
        "María Lucía Carmen Verónica Gabriela Paola Rosario",
        "Gutiérrez Fernández Núñez Ramírez Vargas Mamani Condori Rojas Peña Cabrera Benítez Duarte "
        "Ibáñez Escobar Zúñiga Paredes",
        "XP XQ",
    ),
    "brazilian": culture(
        "G F S",
        "João Paulo Marcos Rafael Thiago Anderson Wellington Leandro Fábio Márcio",
        "Ana Juliana Camila Patrícia Fernanda Luana",
        "Silva Santos Oliveira Souza Pereira Carvalho Araújo Barbosa Nascimento Moreira Teixeira",
        "XR",
    ),
    "french": culture(
        "G F",
        "Julien Nicolas Sébastien Thomas Étienne Guillaume Romain Benoît Antoine Mathieu",
        "Camille Hélène Aurélie Céline Sophie Élodie",
        "Lefèvre Moreau Girard Rousseau Fontaine Chevalier Gauthier Perrin Delacroix Marchand "
        "Bonnet",
        "XS",
    ),
    "turkish": culture(
        "G F",
        "Mehmet Mustafa Emre Burak Serkan Hakan Oğuz Kerem Volkan Cem",
        "Ayşe Elif Zeynep Gülşen Özlem Şebnem",
        "Yılmaz Kaya Demir Şahin Çelik Öztürk Aydın Arslan Doğan Koç Güneş",
        "XT",
    ),
    "indonesian": culture(
        "G",
        "Suryadi Hartono Mulyono Wibowo Sutrisno Haryadi Purnomo Santosa Widodo Prasetyo Gunawan "
        "Setiawan Wahyudi Kurniawan",
        "Sulastri Wulandari Rahayu Lestari Handayani Kartika",
        "",
        "XU",
    ),
    "vietnamese": culture(
        "F G",
        "Văn_Hùng Minh_Tuấn Quang_Huy Đức_Anh Hữu_Thắng Thành_Long Xuân_Trường",
        "Thị_Lan Thu_Hà Ngọc_Mai Phương_Thảo",
        "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ",
        "XV",
    ),
    "german": culture(
        "G F",
        "Matthias Jürgen Stefan Florian Tobias Lukas Björn Günther Sönke",
        "Katharina Anke Birgit Franziska Ulrike",
        "Müller Schröder Jäger Weiß Hoffmann Köhler Brandt Lindqvist Sørensen Bergström Nygård",
        "XW",
    ),
    "philippine": culture(
        "G F",
        "Rodrigo Ernesto Danilo Reynaldo Jomar Arnel Rommel Nestor",
        "Maricel Jocelyn Rowena Analyn",
        "Dela_Cruz Reyes Bautista Ocampo Villanueva Mendoza Salazar Aquino Magsaysay Tolentino",
        "XY",
    ),
    "ghanaian": culture(
        "G F",
        "Kwame Kofi Kwabena Yaw Kojo Nana Ebenezer Emmanuel Samuel",
        "Akosua Abena Efua Adwoa Yaa",
        "Mensah Owusu Boateng Asante Appiah Osei Amoah Agyeman Ofori Tetteh Quartey",
        "XZ",
    ),
}

PATRONYMICS = words(
    "Sergeevich=Сергеевич Andreevich=Андреевич Dmitrievich=Дмитриевич Nikolaevich=Николаевич "
    "Pavlovich=Павлович Mikhailovich=Михайлович Igorevich=Игоревич Viktorovich=Викторович "
    "Romanovich=Романович Antonovich=Антонович"
)
